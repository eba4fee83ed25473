"""Things are put into boxes, moved, swapped and taken away."""
