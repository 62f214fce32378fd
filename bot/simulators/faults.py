"""What goes wrong, and when: drawn by seed, so that a failing test can be run again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from random import Random


class Fault(Enum):
    """What becomes of one request to send."""

    OK = "ok"
    HTTP_500 = "http_500"
    HTTP_429 = "http_429"  # with a retry-after
    TOKEN_EXPIRED = "token_expired"  # this request and some that follow
    REFUSED = "refused"  # a bare 503, as from a proxy whose backend is away
    SLOW = "slow"
    ACCEPT_THEN_NO_ANSWER = "accept_then_no_answer"  # it is delivered, but the connection ends without a word
    ACCEPT_THEN_500 = "accept_then_500"  # it is delivered, but the answer is somebody's error page


@dataclass(frozen=True, kw_only=True)
class FaultPlan:
    """Decides by seed and the request's number alone.

    Attributes:
        seed: another seed, another course of events.
        rates: share of requests for each fault; what is left goes well.
        retry_after_s: what a 429 asks for.
        slow_s: how long a slow answer takes.
        no_answer_s: how long a connection without an answer is held, at most; 0 drops it at once.
        lost_status: with which an answer is lost after the message was accepted.
        token_requests: how many requests a token's expiry lasts.
    """

    seed: int = 0
    rates: Mapping[Fault, float] = field(default_factory=dict)
    retry_after_s: int = 1
    slow_s: float = 1.0
    no_answer_s: float = 0.0
    lost_status: int = 500
    token_requests: int = 3

    def __post_init__(self) -> None:
        if sum(self.rates.values()) > 1 or any(rate < 0 for rate in self.rates.values()):
            raise ValueError("rates must not be negative and must add up to 1 at most")

    def fault(self, number: int) -> Fault:
        """What becomes of the request with this number; the first is 1."""
        recent = range(max(1, number - self.token_requests + 1), number + 1)
        if any(self._drawn(each) is Fault.TOKEN_EXPIRED for each in recent):
            return Fault.TOKEN_EXPIRED
        return self._drawn(number)

    def _drawn(self, number: int) -> Fault:
        drawn = Random(f"{self.seed}:{number}").random()
        for fault, rate in self.rates.items():
            drawn -= rate
            if drawn < 0:
                return fault
        return Fault.OK


def evenly(rate: float) -> dict[Fault, float]:
    """Every fault equally often, `rate` in all; save the token's expiry, which stops a channel."""
    faults = [fault for fault in Fault if fault not in {Fault.OK, Fault.TOKEN_EXPIRED}]
    return {fault: rate / len(faults) for fault in faults}


@dataclass(frozen=True, kw_only=True)
class Mischief:
    """What happens to webhooks on their way, as providers warn that it may.

    Attributes:
        seed: another seed, another course of events.
        duplicate: share of items that are delivered twice.
        reorder: share of items that overtake others (WhatsApp).
        delay: share of items that are held back, for up to `delay_s`.
        delay_s: the longest delay.
        batch: at most so many items in one webhook; how many is drawn (WhatsApp).
        split: share of refused webhooks that come again in two halves (WhatsApp).
        parallel: webhooks on their way at once.
    """

    seed: int = 0
    duplicate: float = 0.0
    reorder: float = 0.0
    delay: float = 0.0
    delay_s: float = 0.2
    batch: int = 1
    split: float = 0.0
    parallel: int = 1


@dataclass(frozen=True, kw_only=True)
class Tempo:
    """Pauses between redeliveries: at once, then growing. A test makes them short, or brings its own `sleep`.

    Attributes:
        first_s: the first real pause.
        growth: each pause is so many times the one before.
        longest_s: no pause is longer, whatever was asked for.
        for_s: the pauses' sum after which the provider gives up.
        sleep: waits so many seconds.
    """

    first_s: float = 0.5
    growth: float = 2.0
    longest_s: float = 60.0
    for_s: float = 7 * 86_400
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep

    def pauses(self) -> Iterator[float]:
        """The pause before each attempt: none before the first two."""
        yield 0
        yield 0
        pause, slept = min(self.first_s, self.longest_s), 0.0
        while slept + pause <= self.for_s:
            yield pause
            slept += pause
            pause = min(pause * self.growth, self.longest_s)
