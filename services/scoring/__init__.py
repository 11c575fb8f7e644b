"""Scores everybody: health, tone, lifetime value, segment, offers, and the risk of leaving where a model is there."""
