"""Requests as code: those of runs, and the draft."""
