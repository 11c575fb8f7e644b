"""The churn model: cohorts of the past, training, what it says of a customer, and how good it is."""
