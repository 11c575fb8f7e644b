"""The HTTP API and the page to type into."""
