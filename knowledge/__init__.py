"""What the business knows: packs, encoders, the FAQ index and the trained heads."""
