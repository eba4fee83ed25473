"""Boxes: drawn, changed by handles and keys, and typed."""
