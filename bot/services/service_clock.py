"""What the clock does at the desk: the notice after 15 minutes, the warning, the closing, the carrying over.

Everything is decided from what is stored and stamped there, so that a restart repeats and forgets nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.core.consultations import Consultation
from bot.core.conversations import Conversation, State
from bot.core.messages import Speaker
from bot.core.service_hours import describe_day
from bot.core.working_time import closing_time, last_closing, working_time_between
from bot.services import deliver
from bot.services.desk import close_by_clock
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.reachable import why_not_yet
from bot.services.window import with_window

TOLD_AFTER = timedelta(minutes=15)  # of service time (stories 2)
WARNED_BEFORE = timedelta(minutes=15)  # service_rules 7.7
QUIET_FROM = time(21)  # nobody is woken by what we did not do (stories 14)

Step = Callable[[UnitOfWork, Kit, Conversation, Consultation, datetime], None]
"""Does what is due for one consultation, both locked."""


def tick(kit: Kit) -> int:
    """Do all that is due by now; called every minute, by any number of processes; gives how many it was done for.

    One read finds them: most minutes nothing is due, and a write for each who waits would hold up the answers.
    """
    now = kit.clock()
    with kit.uow.read() as uow:
        rows = uow.desk_lists.open()
    due = [row.consultation for row in rows if _due(kit, row.state, row.consultation, now) is not None]
    return sum(_look_at(kit, each.conversation_id) for each in due)


def _look_at(kit: Kit, conversation_id: str) -> bool:
    now = kit.clock()
    with kit.uow() as uow:
        conversation = uow.conversations.get(conversation_id, lock=True)
        consultation = uow.consultations.latest(conversation_id)
        if conversation is None or consultation is None or consultation.closed_at is not None:
            return False
        step = _due(kit, conversation.state, consultation, now)
        if step is None:
            return False
        step(uow, kit, conversation, consultation, now)
        uow.commit()
    return True


def _due(kit: Kit, state: State, consultation: Consultation, now: datetime) -> Step | None:
    """The first step that is due: looked for without locks, and again under them."""
    if (closing := last_closing(kit.hours, now)) is not None:
        if _is_to_be_closed(state, consultation, closing):
            return close_by_clock
        if _is_to_be_carried(state, consultation, closing):
            return _carry_over
    if _is_to_hear_of_closure(kit, state, consultation, now):
        return _tell_closed
    if _is_to_be_told(kit, state, consultation, now):
        return _tell_waiting
    return _warn if _is_to_be_warned(kit, state, consultation, now) else None


def _is_to_be_closed(state: State, consultation: Consultation, closing: datetime) -> bool:
    """Who has been answered, and was silent until the end of the day (service_rules 7.3 as stories 1 amends it)."""
    settled = consultation.settled_at
    return state is State.OFFICER and settled is not None and settled < closing


def _is_to_be_carried(state: State, consultation: Consultation, closing: datetime) -> bool:
    """Whom we owe at the end of the day (service_rules 7.3, stories 1)."""
    carried = consultation.carried_at is not None and consultation.carried_at >= closing
    answered = state is State.OFFICER and not consultation.owed
    return not answered and not carried and consultation.waiting_since < closing


def _is_to_be_told(kit: Kit, state: State, consultation: Consultation, now: datetime) -> bool:
    """Once, after 15 working minutes without an officer (stories 2)."""
    if state is not State.WAITING or consultation.waiting_told_at is not None or not kit.hours.is_open(now):
        return False
    return working_time_between(kit.hours, consultation.waiting_since, now) >= TOLD_AFTER


def _is_to_hear_of_closure(kit: Kit, state: State, consultation: Consultation, now: datetime) -> bool:
    """Once, when the office closes at once while they wait; who asked later has heard it in reply (stories 2, 14)."""
    closing = closing_time(kit.hours, now)
    over = closing is not None and now >= closing
    if state is not State.WAITING or over or kit.hours.closure_at(now) is None:
        return False
    heard = (consultation.waiting_since, consultation.waiting_told_at)
    return not any(_in_closure_today(kit, at, now) for at in heard)


def _in_closure_today(kit: Kit, at: datetime | None, now: datetime) -> bool:
    """Whether a moment lies in one of today's closures; one may have replaced another."""
    if at is None or kit.hours.closure_at(at) is None:
        return False
    return at.astimezone(kit.zone).date() == now.astimezone(kit.zone).date()


def _is_to_be_warned(kit: Kit, state: State, consultation: Consultation, now: datetime) -> bool:
    """Before the end of the service hours, those who will be closed: never whom we owe (stories 7).

    A closure has ended the service already: nobody is told that it ends soon (service_rules 3.5).
    """
    if kit.hours.closure_at(now) is not None:
        return False
    closing = closing_time(kit.hours, now)
    if closing is None or not closing - WARNED_BEFORE <= now < closing:
        return False
    warned = consultation.warned_at is not None and consultation.warned_at >= closing - WARNED_BEFORE
    return state is State.OFFICER and not consultation.owed and not warned


def _tell_waiting(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, consultation: Consultation, now: datetime
) -> None:
    uow.consultations.save(replace(consultation, waiting_told_at=now))
    _say(uow, kit, conversation, consultation, why_not_yet(uow, kit, now), now)


def _tell_closed(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, consultation: Consultation, now: datetime
) -> None:
    """The reason and the next opening, in place of the notice after 15 minutes and of the one at 15.30."""
    told = replace(consultation, waiting_told_at=now)
    uow.consultations.save(told)
    _tell_carried(uow, kit, conversation, told, now)


def _warn(uow: UnitOfWork, kit: Kit, conversation: Conversation, consultation: Consultation, now: datetime) -> None:
    uow.consultations.save(replace(consultation, warned_at=now))
    closing = closing_time(kit.hours, now)
    until = f"{closing:%H.%M} {kit.office.zone_label}"
    _say(uow, kit, conversation, consultation, "segera_ditutup", now, optional=True, jam=until)


def _carry_over(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, consultation: Consultation, now: datetime
) -> None:
    uow.consultations.save(replace(consultation, carried_at=now))
    closing = last_closing(kit.hours, now)
    local = now.astimezone(kit.office.timezone)
    if _in_closure_today(kit, consultation.waiting_told_at, now) and kit.hours.closure_at(now) is not None:
        return  # the closure's notice has said it all
    if closing is not None and local.date() == closing.date() and local.time() < QUIET_FROM:
        _tell_carried(uow, kit, conversation, consultation, now)


def _tell_carried(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, consultation: Consultation, now: datetime
) -> None:
    opening = kit.hours.next_opening(now)
    promised = consultation.promised_for
    values = {"tiket": consultation.number, "buka": f"{describe_day(opening.date())} mulai {_clock(kit, opening)}"}
    closure = kit.hours.closure_at(now)
    if conversation.state is State.WAITING and closure is not None:
        text = kit.texts.fill("dilanjutkan_tutup", pesan=closure.message, **values)
    elif conversation.state is State.WAITING:
        text = kit.texts.fill("dilanjutkan_menunggu", **values)
    elif promised is not None and promised >= opening.date():
        text = kit.texts.fill("dilanjutkan_janji", tiket=consultation.number, hari=describe_day(promised))
        opening = kit.hours.next_opening(datetime.combine(promised, time.min, kit.zone))
    else:
        text = kit.texts.fill("dilanjutkan_dicari", **values)
    _store(uow, kit, conversation, with_window(kit, conversation, text, opening), now)


def _clock(kit: Kit, at: datetime) -> str:
    return f"{at.astimezone(kit.office.timezone):%H.%M} {kit.office.zone_label}"


def _say(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    consultation: Consultation,
    key: str,
    now: datetime,
    *,
    optional: bool = False,
    **values: str,
) -> None:
    text = kit.texts.fill(key, tiket=consultation.number, **values)
    _store(uow, kit, conversation, text, now, optional=optional)


def _store(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, text: str, now: datetime, *, optional: bool = False
) -> None:
    line = deliver.compose(kit, conversation, text, now, speaker=Speaker.SYSTEM, optional=optional)
    uow.conversations.save(deliver.store(uow, kit, conversation, line))
