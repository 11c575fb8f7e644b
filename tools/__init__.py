"""Tools: what agents and assistants may look up and do, thin over services and domain."""
