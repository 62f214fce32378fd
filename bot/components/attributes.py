"""Names of the message attributes that our components hand to one another."""

NORMAL = "normal"
"""The normal form of the whole message (str)."""

CORRECTION = "correction"
"""Whether the message corrects the last turn ("bukan itu, maksudnya …") (bool)."""

PARTS = "parts"
"""Normal forms to understand: the whole message first, then the questions it may hold (list of str)."""

MESSAGES = "messages"
"""The parts that were each sent as a message of its own and ask outright; empty unless there are two (list of str)."""

DECISION = "decision"
"""What was decided at FAQ level, as `bot.components.decision.Decision.as_dict()` gives it."""

NEED = "need"
"""Indicator, place and period of each part, in the order of PARTS (list of dict)."""

PART_ROWS = "part_rows"
"""What gives the features of the parts behind the whole message, for each featurizer (list of callables)."""

RANKINGS = "rankings"
"""The labels with their probabilities, most probable first, of the whole message; then of each part, unless the whole
is clear by itself (list of list of [str, float])."""
