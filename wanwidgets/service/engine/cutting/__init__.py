"""A thing is told from what is around it."""
