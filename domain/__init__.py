"""Pure functions and types: no I/O, no clock, no settings, no framework."""
