"""Pace: requests leave no faster than the service takes them."""
