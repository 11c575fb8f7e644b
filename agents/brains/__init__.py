"""The brains: what reads a message. Both give the same Perception."""
