"""A provider's pace: so many messages to one person, so many to everybody."""

import pytest

from bot.channels.base import Pace
from bot.workers import pace
from bot.workers.pace import Pacer

WHATSAPP = Pace(recipient_s=6, recipient_burst=45, per_second=70)
SMALL = Pace(recipient_s=6, recipient_burst=3, per_second=100)


class Seconds:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def gone(pacer: Pacer, recipient: str, tries: int) -> int:
    return sum(pacer.wait_for(recipient) == 0 for _ in range(tries))


def test_a_burst_goes_at_once_and_then_one_in_six_seconds(seconds: Seconds) -> None:
    """platforms 1.9: one message in 6 s to one person, 45 borrowed from the future."""
    pacer = Pacer(WHATSAPP, seconds)
    assert gone(pacer, "a", 60) == 45
    assert pacer.wait_for("a") == pytest.approx(6)
    seconds.now += 4
    assert pacer.wait_for("a") == pytest.approx(2)
    seconds.now += 2
    assert gone(pacer, "a", 3) == 1


def test_asking_costs_nothing(seconds: Seconds) -> None:
    """Who must wait is not made to wait longer by asking."""
    pacer = Pacer(SMALL, seconds)
    gone(pacer, "a", 3)
    waits = [pacer.wait_for("a") for _ in range(50)]
    assert waits == [pytest.approx(6)] * 50


def test_one_person_s_flood_is_no_other_s(seconds: Seconds) -> None:
    """Per-recipient limits."""
    pacer = Pacer(SMALL, seconds)
    assert gone(pacer, "a", 10) == 3
    assert gone(pacer, "b", 10) == 3


def test_the_number_has_a_pace_of_its_own(seconds: Seconds) -> None:
    """platforms 1.9: so many a second from our number, to everybody; a second later as many again."""
    pacer = Pacer(WHATSAPP, seconds)
    assert sum(gone(pacer, f"p{n}", 1) for n in range(100)) == 70
    assert pacer.wait_for("anyone") == pytest.approx(1 / 70)
    seconds.now += 1
    assert sum(gone(pacer, f"q{n}", 1) for n in range(100)) == 70


def test_who_waits_for_the_number_keeps_the_own_turn(seconds: Seconds) -> None:
    """A refused try takes no token of the person's burst."""
    pacer = Pacer(Pace(recipient_s=6, recipient_burst=1, per_second=1), seconds)
    assert pacer.wait_for("a") == 0
    assert pacer.wait_for("b") > 0
    seconds.now += 1
    assert pacer.wait_for("b") == 0


def test_quiet_does_not_pile_up_beyond_the_burst(seconds: Seconds) -> None:
    """After a silent night it is the burst again, not a night's worth."""
    pacer = Pacer(SMALL, seconds)
    gone(pacer, "a", 3)
    seconds.now += 36_000
    assert gone(pacer, "a", 10) == 3


def test_forgetting_people_gives_nobody_a_second_burst(seconds: Seconds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded, and only those are forgotten whose burst is full again anyway."""
    monkeypatch.setattr(pace, "KEPT", 5)
    pacer = Pacer(SMALL, seconds)
    for n in range(20):
        pacer.wait_for(f"old{n}")
    seconds.now += SMALL.recipient_s * SMALL.recipient_burst
    assert gone(pacer, "a", 3) == 3
    for n in range(20):
        pacer.wait_for(f"new{n}")
    assert pacer.wait_for("a") > 0
    assert "old1" not in pacer._people
