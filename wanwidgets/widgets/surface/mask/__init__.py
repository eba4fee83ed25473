"""The mask: painted, filled, and read from files."""
