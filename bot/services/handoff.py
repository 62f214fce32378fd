"""From the assistant to an officer and back: what a turn's commands change."""

from dataclasses import replace
from datetime import datetime

from bot.core.consultations import ClosingReason, Consultation, number_for
from bot.core.conversations import Conversation, Event, State, transition
from bot.core.forms.form import FormKind
from bot.core.messages import Speaker
from bot.core.service_hours import describe_opening
from bot.core.turns import Command, Finish, LeaveQueue, MarkWrong, Reply, RequestOfficer, StartForm
from bot.services import deliver, guest_book
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.reachable import BUSY, reachable, why_not_yet
from bot.services.wake import DESK
from bot.services.window import with_window


def apply(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, command: Command, inbox_id: str, now: datetime
) -> tuple[Conversation, Reply | None]:
    """Apply one command of a turn inside its commit.

    Returns:
        The changed conversation (not saved yet), and the sentence to add to the reply with its buttons.
    """
    match command:
        case RequestOfficer():
            changed, welcome = hand_over(uow, kit, conversation, command, now)
            if conversation.state is State.WAITING:
                return changed, _sentence(welcome)
            ask = guest_book.leave_to_officer if command.without_form else guest_book.offer
            asked = ask(uow, kit, changed, now)
            return changed, _sentence(welcome) if asked is None else replace(asked, text=f"{welcome}\n{asked.text}")
        case LeaveQueue():
            changed, farewell = leave_queue(uow, kit, conversation, now)
            return changed, _sentence(farewell)
        case MarkWrong(faq=faq):
            uow.answer_marks.add(
                mark_id=kit.new_id(), conversation_id=conversation.id, inbox_id=inbox_id, faq=faq, at=now
            )
            return conversation, None
        case Finish() | StartForm():  # a form is begun where its messages are known (services.converse)
            return conversation, None


def _sentence(text: str) -> Reply:
    return Reply(text=text, buttons=(), sure=True)


def hand_over(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    request: RequestOfficer,
    now: datetime,
) -> tuple[Conversation, str]:
    """Put the person into the officers' queue; a second request keeps the first number (service_rules 6.11).

    Args:
        uow: the open unit of work.
        kit: the use cases' kit.
        conversation: locked by the caller, who saves what is returned.
        request: what is asked for.
        now: the time of the request, which is the place in the queue (stories 7).
    """
    if conversation.state is State.WAITING:
        return conversation, kit.texts.fill("sudah_dalam_antrean", tiket=_number(uow, conversation))
    changed = _waiting(conversation, Event.REQUEST)
    session = uow.bot_sessions.current(conversation.id)
    day = now.astimezone(kit.zone).date()
    consultation = Consultation(
        id=kit.new_id(),
        number=number_for(day, uow.consultations.next_ordinal(day)),
        conversation_id=conversation.id,
        channel=conversation.channel,
        category=request.category,
        topic=None if session is None else session.topic,
        question=request.question,
        need=request.need,
        requested_at=now,
        waiting_since=now,
        trial=kit.live.written.is_trial,
    )
    uow.consultations.add(consultation)
    uow.audit.add(at=now, actor_id=None, action="consultation.requested", subject=consultation.id, detail={})
    uow.wake(DESK)
    return changed, _welcome(uow, kit, changed, consultation, now)


def leave_queue(uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime) -> tuple[Conversation, str]:
    """The person no longer wants an officer; what an officer answered before stays *selesai* (service_rules 7.6)."""
    if conversation.state is not State.WAITING:
        return conversation, kit.texts.fill("tidak_dalam_antrean")
    number = _number(uow, conversation)
    latest = uow.consultations.latest(conversation.id)
    answered = latest is not None and latest.answered_at is not None
    reason = ClosingReason.SELESAI if answered else ClosingReason.DIBATALKAN_PENGGUNA
    close_consultation(uow, conversation, reason, now)
    uow.forms.remove(conversation.id, FormKind.GUEST_BOOK)
    changed = replace(conversation, state=transition(conversation.state, Event.CANCEL))
    return changed, kit.texts.fill("antrean_batal", tiket=number)


def reopen(uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime) -> Conversation:
    """A message after an officer closed: the same consultation on the same day, else the assistant (6.11).

    Outside hours the person hears when it goes on, as with a new request (service_rules 3.6).
    """
    latest = reopenable(uow, kit, conversation, now)
    if latest is None:
        return replace(conversation, state=transition(conversation.state, Event.RESTART))
    reopened = replace(latest, closed_at=None, closing_reason=None, waiting_since=now, queued_at=None, settled_at=None)
    uow.consultations.save(reopened)
    uow.forms.remove(conversation.id, FormKind.RATING)
    uow.wake(DESK)
    changed = _waiting(conversation, Event.REOPEN)
    if kit.hours.is_open(now):
        return changed
    line = deliver.compose(kit, changed, _welcome(uow, kit, changed, reopened, now), now, speaker=Speaker.SYSTEM)
    return replace(deliver.store(uow, kit, changed, line), noted=True)  # which says more than "sudah saya catat"


def reopenable(uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime) -> Consultation | None:
    """The consultation that an officer closed today and a message continues, as the person was told (6.11)."""
    latest = uow.consultations.latest(conversation.id)
    if conversation.state is not State.CLOSED or latest is None or latest.taken_at is None or latest.closed_at is None:
        return None
    closed_on, today = (moment.astimezone(kit.zone).date() for moment in (latest.closed_at, now))
    return latest if closed_on == today else None


def close_consultation(
    uow: UnitOfWork, conversation: Conversation, reason: ClosingReason, now: datetime
) -> Consultation | None:
    """End the open consultation of a conversation, if there is one."""
    latest = uow.consultations.latest(conversation.id)
    if latest is None or latest.closed_at is not None:
        return None
    closed = replace(latest, closed_at=now, closing_reason=reason)
    uow.consultations.save(closed)
    uow.wake(DESK)
    return closed


def _waiting(conversation: Conversation, event: Event) -> Conversation:
    return replace(conversation, state=transition(conversation.state, event), noted=False)


def _number(uow: UnitOfWork, conversation: Conversation) -> str:
    latest = uow.consultations.latest(conversation.id)
    return "-" if latest is None else latest.number


def _welcome(uow: UnitOfWork, kit: Kit, conversation: Conversation, consultation: Consultation, now: datetime) -> str:
    """What a person hears on entering the queue: who will come, and when (stories 2, 6, 7, 14)."""
    number = consultation.number
    if not kit.hours.is_open(now):
        opening = kit.hours.next_opening(now)
        message = kit.hours.message_at(now)
        key = "antrean_masuk_tutup" if message else "antrean_masuk_luar_jam"
        told = kit.texts.fill(key, tiket=number, buka=describe_opening(opening, kit.office), pesan=message or "")
        return with_window(kit, conversation, told, opening)
    if reachable(uow, kit, now):
        return kit.texts.fill("antrean_masuk", tiket=number)
    if (why := why_not_yet(uow, kit, now)) == BUSY:  # the notice of the fifteen minutes, given at once
        uow.consultations.save(replace(consultation, waiting_told_at=now))
    return kit.texts.fill(why, tiket=number)
