"""What runs are doing, what became of them, and what they cost."""
