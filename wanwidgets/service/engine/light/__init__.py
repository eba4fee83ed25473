"""Light, colour, season, weather."""
