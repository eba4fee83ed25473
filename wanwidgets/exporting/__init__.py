"""A request outside of the editor: as a notebook cell, as a shell script, as JSON; and back."""
