"""How a turn can fail: a closed set.

TurnFault
├── RasaAway     nobody listens, or no model is loaded (503)
├── RasaBusy     no answer in time, or too many requests (429)
└── RasaFault    an error status, or an answer that is none
"""

from bot.core.retries import FaultKind


class TurnFault(Exception):
    """The turn gave no answer; it is taken again (core.retries decides when)."""

    kind: FaultKind

    @property
    def retryable(self) -> bool:
        """Whether patience has no limit: the fault is not this turn's."""
        return self.kind is not FaultKind.REFUSED


class RasaAway(TurnFault):
    """Rasa cannot be reached or has no model yet."""

    kind = FaultKind.AWAY


class RasaBusy(TurnFault):
    """Rasa gave no answer in time."""

    kind = FaultKind.BUSY


class RasaFault(TurnFault):
    """Rasa answered with an error or with something that is no reply."""

    kind = FaultKind.REFUSED
