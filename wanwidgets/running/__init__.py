"""One run, from its intent to its pictures."""
