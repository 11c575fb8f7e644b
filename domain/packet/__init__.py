"""What a person reads before they take a conversation over: pure functions of what was said and understood in it."""
