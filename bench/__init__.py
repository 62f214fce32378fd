"""Benchmarks of the running product, beside the stock Rasa project: `make bench`, `make bench-stock`."""
