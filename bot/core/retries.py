"""What to do after a failed turn or sending: decided here, done by the workers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from math import log2

POISON_ATTEMPTS = 5
POISON_ATTEMPTS_ALONE = 10  # about a minute of pauses, when no other turn tells whether Rasa works
OUTAGE_NOTICE_AFTER = timedelta(seconds=60)


class FaultKind(Enum):
    """How a turn failed."""

    AWAY = "away"  # nobody listens, or no model is loaded: not this turn's fault
    BUSY = "busy"  # no answer in time
    REFUSED = "refused"  # an answer that is an error: Rasa lives and this turn breaks it


@dataclass(frozen=True, kw_only=True)
class RetryPolicy:
    """Growing pauses: `base_s` doubles with each attempt up to `cap_s`, shortened by up to `jitter` of itself."""

    base_s: float
    cap_s: float
    jitter: float

    def pause_s(self, attempt: int, chance: float) -> float:
        """Seconds to wait after the given failed attempt.

        Args:
            attempt: 1 for the first failure.
            chance: in [0, 1), spreads many conversations over time.
        """
        return min(self.cap_s, self.base_s * 2.0 ** min(attempt - 1, 30)) * (1 - self.jitter * chance)


TURN_RETRIES = RetryPolicy(base_s=0.5, cap_s=10, jitter=0.3)
SEND_RETRIES = RetryPolicy(base_s=2, cap_s=300, jitter=0.3)


@dataclass(frozen=True, kw_only=True)
class RetryDecision:
    """Give the turn up, or take it again at `again_at`; `tell` = say once that the answer is late."""

    dead: bool
    again_at: datetime
    tell: bool


def decide_turn(
    *,
    kind: FaultKind,
    attempt: int,
    asked_at: datetime,
    faulty_since: datetime,
    others_work: bool,
    now: datetime,
    chance: float,
) -> RetryDecision:
    """After a failed turn: patience without limit with Rasa, but not with a turn that only fails itself.

    Args:
        kind: how it failed.
        attempt: failures of this turn while Rasa was there, this one included; AWAY ones do not count.
        asked_at: since when the person waits, which a turn without an answer tells only a timeout later.
        faulty_since: its first failure.
        others_work: another conversation's turn has worked since then.
        now: the present.
        chance: in [0, 1), for the jitter.
    """
    poison = (others_work and attempt >= POISON_ATTEMPTS and kind is not FaultKind.AWAY) or (
        kind is FaultKind.REFUSED and attempt >= POISON_ATTEMPTS_ALONE
    )
    notice_at = asked_at + OUTAGE_NOTICE_AFTER
    pauses = _pauses_within(now - faulty_since) if kind is FaultKind.AWAY else attempt
    again_at = now + timedelta(seconds=TURN_RETRIES.pause_s(pauses, chance))
    tell = now >= notice_at
    return RetryDecision(dead=poison, again_at=again_at if tell else min(again_at, notice_at), tell=tell)


def _pauses_within(outage: timedelta) -> int:
    """How many doubling pauses an outage of this length has seen, so that they grow without being counted."""
    return int(log2(max(0.0, outage.total_seconds()) / TURN_RETRIES.base_s + 1)) + 1
