"""Keeps to a provider's pace: so many messages to one person, so many to everybody (platforms 1.9, 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.channels.base import Pace

KEPT = 10_000  # persons remembered before those with a full burst are forgotten


@dataclass
class _Bucket:
    tokens: float
    as_of: float


@dataclass
class Pacer:
    """Token buckets of one channel in this process.

    Attributes:
        pace: of the provider.
        clock: seconds, growing.
    """

    pace: Pace
    clock: Callable[[], float]
    _people: dict[str, _Bucket] = field(default_factory=dict)
    _number: _Bucket = field(init=False)

    def __post_init__(self) -> None:
        self._number = _Bucket(self.pace.per_second, self.clock())

    def wait_for(self, recipient: str) -> float:
        """Seconds until one more message to this person may go; 0 = it may go now, and counts as gone."""
        now = self.clock()
        person = self._people.setdefault(recipient, _Bucket(self.pace.recipient_burst, now))
        _refill(person, 1 / self.pace.recipient_s, self.pace.recipient_burst, now)
        _refill(self._number, self.pace.per_second, self.pace.per_second, now)
        wait = max((1 - person.tokens) * self.pace.recipient_s, (1 - self._number.tokens) / self.pace.per_second, 0.0)
        if wait > 0:
            return wait
        person.tokens -= 1
        self._number.tokens -= 1
        if len(self._people) > KEPT:
            self._forget(now)
        return 0.0

    def _forget(self, now: float) -> None:
        full = self.pace.recipient_burst * self.pace.recipient_s
        self._people = {name: bucket for name, bucket in self._people.items() if now - bucket.as_of < full}


def _refill(bucket: _Bucket, rate: float, most: float, now: float) -> None:
    bucket.tokens = min(most, bucket.tokens + (now - bucket.as_of) * rate)
    bucket.as_of = now
