"""A prompt becomes steps: words, frames of clauses, and what is refused."""
