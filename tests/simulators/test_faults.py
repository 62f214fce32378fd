"""The plan of what goes wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.simulators.faults import Fault, FaultPlan, Tempo, evenly


def test_the_same_seed_gives_the_same_course() -> None:
    """A failing test can be run again: only seed and number decide, whatever was asked before."""
    plan, again = FaultPlan(seed=3, rates=evenly(0.5)), FaultPlan(seed=3, rates=evenly(0.5))
    assert [plan.fault(n) for n in range(1, 200)] == [again.fault(n) for n in reversed(range(1, 200))][::-1]
    assert [plan.fault(n) for n in range(1, 200)] != [
        FaultPlan(seed=4, rates=evenly(0.5)).fault(n) for n in range(1, 200)
    ]


def test_rates_are_shares() -> None:
    """The rates are what they say, and what is left goes well."""
    plan = FaultPlan(rates={Fault.HTTP_500: 0.2, Fault.SLOW: 0.1})
    drawn = Counter(plan.fault(n) for n in range(1, 5001))
    assert {fault: round(times / 5000, 1) for fault, times in drawn.items()} == {
        Fault.OK: 0.7, Fault.HTTP_500: 0.2, Fault.SLOW: 0.1,
    }  # fmt: skip


def test_a_token_expires_for_a_while() -> None:
    """An expired token is no matter of one request."""
    plan = FaultPlan(seed=1, rates={Fault.TOKEN_EXPIRED: 0.02}, token_requests=4)
    course = "".join("x" if plan.fault(n) is Fault.TOKEN_EXPIRED else "." for n in range(1, 300))
    lengths = {len(each) for each in course.split(".") if each}
    assert lengths
    assert min(lengths) >= 4


@pytest.mark.parametrize("rates", [{Fault.SLOW: 1.1}, {Fault.SLOW: -0.1}, {Fault.SLOW: 0.6, Fault.HTTP_500: 0.6}])
def test_impossible_rates_are_refused(rates: dict[Fault, float]) -> None:
    """A plan that cannot be played fails when it is made."""
    with pytest.raises(ValueError, match="rates"):
        FaultPlan(rates=rates)


def test_pauses_grow_and_end() -> None:
    """Platforms 1.3: at once, then ever less often, and one day no more."""
    assert [*Tempo(first_s=1, longest_s=5, for_s=13).pauses()] == [0, 0, 1, 2, 4, 5]
