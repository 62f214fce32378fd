"""The unchanged Rasa (Python 3.10, TensorFlow, DIET) on the same knowledge base: `make bench-stock`."""
