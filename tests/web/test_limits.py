"""Rate limits are generous to people and end floods."""

from bot.web import limits
from bot.web.limits import Limiter, Rate


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_allowed_then_it_waits() -> None:
    """20 in 10 s: the twenty-first waits half a second, rounded up to what Retry-After can say."""
    clock = Hand()
    limiter = Limiter(Rate(count=20, seconds=10), clock)
    assert [limiter.wait_for("a") for _ in range(20)] == [0] * 20
    assert limiter.wait_for("a") == 1
    clock.now = 0.5
    assert limiter.wait_for("a") == 0


def test_one_flood_does_not_slow_down_another_person() -> None:
    """Each key has its own bucket."""
    limiter = Limiter(Rate(count=1, seconds=10), Hand())
    assert limiter.wait_for("a") == 0
    assert limiter.wait_for("a") == 10
    assert limiter.wait_for("b") == 0


def test_memory_stays_bounded() -> None:
    """Addresses that have gone quiet are forgotten; a flood under way is not."""
    clock = Hand()
    limiter = Limiter(Rate(count=1, seconds=10), clock)
    for number in range(limits.KEPT):
        limiter.wait_for(f"old-{number}")
    clock.now = 11
    limiter.wait_for("flood")
    limiter.wait_for("new")
    assert len(limiter._buckets) == 2
    assert limiter.wait_for("flood") > 0
