"""A believable world of customers for development: seeded, correlated, and with surprises."""
