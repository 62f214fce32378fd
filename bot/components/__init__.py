"""What runs inside Rasa: the importer, the understanding pipeline, the wording of answers, and the turn's channel and state."""
