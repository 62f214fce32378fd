"""Command-line applications that `python -m bot` puts together, one topic a file."""
