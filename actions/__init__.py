"""Rasa-sdk actions, one file a skill; each only reads and returns a command that the service applies."""
