"""The chosen picture: boxes and a mask drawn on it, as large as the cell allows, and at any zoom."""
