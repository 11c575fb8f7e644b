"""What a person reads of a handover, from what is stored."""
