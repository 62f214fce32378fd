"""PST Bot: the consultation desk of a BPS office as a chat assistant."""
