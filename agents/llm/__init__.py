"""The optional language model: how it is reached, what it may do, what it may cost. Nothing of it is loaded unasked."""
