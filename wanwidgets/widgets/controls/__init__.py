"""Prompt, parameters, and the buttons that send them."""
