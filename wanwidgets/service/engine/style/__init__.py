"""A photograph becomes a drawing or a painting."""
