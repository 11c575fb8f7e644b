"""What the record says about customers as of a moment: each module asks one statement for many of them at once."""
