"""Who can be examined: the product, an oracle that knows what is right, and the product sabotaged."""
