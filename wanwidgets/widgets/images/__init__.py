"""The pictures of the draft in order."""
