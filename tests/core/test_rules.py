"""Small rules: transitions, retries, throttle, storable text."""

from datetime import timedelta
from itertools import product

import pytest

from bot.core.accounts import throttled_for
from bot.core.consultations import number_for
from bot.core.conversations import Event, State, transition
from bot.core.errors import ImpossibleTransition
from bot.core.messages import clean_text
from bot.core.retries import FaultKind, RetryPolicy, decide_turn
from tests.fakes import MONDAY_TEN

ALLOWED = {
    (State.BOT, Event.REQUEST): State.WAITING,
    (State.WAITING, Event.CANCEL): State.BOT,
    (State.WAITING, Event.TAKE): State.OFFICER,
    (State.OFFICER, Event.HAND_BACK): State.BOT,
    (State.OFFICER, Event.CLOSE): State.CLOSED,
    (State.OFFICER, Event.RELEASE): State.WAITING,
    (State.OFFICER, Event.TRANSFER): State.OFFICER,
    (State.CLOSED, Event.REOPEN): State.WAITING,
    (State.CLOSED, Event.RESTART): State.BOT,
}


@pytest.mark.parametrize(("state", "event"), list(product(State, Event)))
def test_every_transition(state: State, event: Event) -> None:
    """Contract 'Conversation states': these nine and no other."""
    if (state, event) in ALLOWED:
        assert transition(state, event) is ALLOWED[state, event]
    else:
        with pytest.raises(ImpossibleTransition):
            transition(state, event)


@pytest.mark.parametrize(
    ("kind", "attempt", "others_work", "minutes", "dead", "tell"),
    [
        (FaultKind.REFUSED, 4, True, 0.1, False, False),
        (FaultKind.REFUSED, 5, True, 0.1, True, False),  # poison
        (FaultKind.REFUSED, 9, False, 0.9, False, False),
        (FaultKind.REFUSED, 10, False, 1, True, True),  # nobody to compare with
        (FaultKind.BUSY, 5, True, 1, True, True),  # hangs Rasa while others are answered
        (FaultKind.BUSY, 500, False, 60, False, True),
        (FaultKind.AWAY, 0, True, 600, False, True),  # never this turn's fault
    ],
)
def test_decision_after_a_fault(
    kind: FaultKind, attempt: int, others_work: bool, minutes: float, dead: bool, tell: bool
) -> None:
    """Patience without limit with Rasa, five attempts with a turn that only fails itself, a word after 60 s."""
    since = MONDAY_TEN - timedelta(minutes=minutes)
    decision = decide_turn(
        kind=kind,
        attempt=attempt,
        asked_at=since,
        faulty_since=since,
        others_work=others_work,
        now=MONDAY_TEN,
        chance=0,
    )
    assert (decision.dead, decision.tell) == (dead, tell)
    assert MONDAY_TEN <= decision.again_at <= MONDAY_TEN + timedelta(seconds=10)


@pytest.mark.parametrize(("attempt", "chance", "pause"), [(1, 0, 0.5), (2, 0, 1), (5, 0, 8), (9, 0, 10), (1, 0.5, 0.4)])
def test_pauses_grow_to_a_cap_with_jitter(attempt: int, chance: float, pause: float) -> None:
    """Many conversations must not come back in one instant."""
    assert RetryPolicy(base_s=0.5, cap_s=10, jitter=0.4).pause_s(attempt, chance) == pytest.approx(pause)


def test_throttle_opens_when_the_oldest_failure_leaves_the_window() -> None:
    """Five failures in 15 minutes; old ones do not count."""
    failures = [MONDAY_TEN - timedelta(minutes=m) for m in (1, 2, 3, 4, 14, 16)]
    assert throttled_for(failures, 5, MONDAY_TEN) == 60
    assert throttled_for(failures[:4], 5, MONDAY_TEN) == 0


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\x00b", "ab"),  # PostgreSQL refuses NUL
        ("a\ud800b", "ab"),  # a lone surrogate is no Unicode
        ("a\r\nb\tc", "a\nb\tc"),
        ("👨\u200d👩 é", "👨\u200d👩 é"),  # joiners belong to emoji
    ],
)
def test_text_is_made_storable(raw: str, kept: str) -> None:
    """Control characters are stripped where text is stored."""
    assert clean_text(raw) == kept


def test_number() -> None:
    """Contract: PST-YYYYMMDD-NNNN."""
    assert number_for(MONDAY_TEN.date(), 7) == "PST-20261123-0007"
