"""What production teaches: samples for review, lessons from them, why people are called, what was resolved."""
