"""Use cases, each with its own transactions."""
