"""The skills, and the brains that read messages for them."""
