"""Customer success: what a customer's record says about how they fare, as pure functions."""
