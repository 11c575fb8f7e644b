"""The copilot's side of the store: the case it looks at, and the door it is asked through."""
