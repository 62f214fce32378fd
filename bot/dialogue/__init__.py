"""The client of the sealed Rasa process."""
