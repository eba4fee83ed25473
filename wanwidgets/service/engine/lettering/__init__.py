"""Words are written into a picture, or taken out of it."""
