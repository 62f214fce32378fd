"""The clock of a consultation that runs now, as the desk shows it."""

from datetime import datetime

from bot.core.consultations import Consultation
from bot.core.conversations import State
from bot.core.promises import Promise, first_answer, officer_answer
from bot.services.kit import Kit


def running_clock(kit: Kit, consultation: Consultation, state: State, now: datetime) -> Promise | None:
    """The clock that runs: until the first words the internal target, then the thirty minutes; none once answered."""
    spoken = consultation.first_reply_at
    waits_again = state is State.WAITING and spoken is not None and consultation.waiting_since > spoken
    if consultation.closed_at is not None:
        return None
    if spoken is None or waits_again:
        within = kit.settings.targets.first_answer
        return first_answer(
            kit.hours, requested_at=consultation.waiting_since, answered_at=None, now=now, within=within
        )
    if consultation.answered_at is None:
        return officer_answer(kit.hours, first_words_at=spoken, ended_at=None, now=now)
    return None
