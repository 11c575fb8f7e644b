"""Stand-ins for what tests do not want to wait for."""
