"""The conversation graph and the composition root."""
