"""What runs inside Rasa: importer, understanding pipeline, wording of answers, the turn's channel and state."""
