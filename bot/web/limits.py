"""How often one session or one address may ask: a token bucket each, kept in this process."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

KEPT = 20_000  # buckets remembered before the full ones are thrown away


@dataclass(frozen=True, kw_only=True)
class Rate:
    """At most `count` in `seconds`, and as many at once."""

    count: int
    seconds: float


# A person types nothing near this; a script does. An address may stand for a whole campus or a mobile carrier.
PER_SESSION = Rate(count=20, seconds=10)
PER_ADDRESS = Rate(count=200, seconds=10)


@dataclass
class Limiter:
    """Token buckets by key."""

    rate: Rate
    clock: Callable[[], float] = time.monotonic
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)  # key -> (tokens left, as of)

    def wait_for(self, key: str) -> int:
        """Take one token: 0 when there was one, else the whole seconds until there is (nothing is taken then)."""
        now = self.clock()
        tokens = self._tokens(key, now)
        if tokens >= 1:
            self._buckets[key] = (tokens - 1, now)
            return 0
        return max(1, math.ceil((1 - tokens) * self.rate.seconds / self.rate.count))

    def _tokens(self, key: str, now: float) -> float:
        if key not in self._buckets and len(self._buckets) >= KEPT:
            self._forget_full(now)
        left, since = self._buckets.get(key, (float(self.rate.count), now))
        return min(self.rate.count, left + (now - since) * self.rate.count / self.rate.seconds)

    def _forget_full(self, now: float) -> None:
        self._buckets = {key: kept for key, kept in self._buckets.items() if now - kept[1] < self.rate.seconds}
