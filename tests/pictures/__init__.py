"""The pictures of the guides, taken from the running service: `make pictures`."""
