"""The officers' console: one page a file; every handler calls a use case with the acting user."""
