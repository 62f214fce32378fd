"""What an officer does: take a waiting person, answer, hand back, close."""

from dataclasses import replace
from datetime import date, datetime

from bot.core.accounts import Actor, Role
from bot.core.consultations import OFFICER_REASONS, ClosingReason, Consultation, Subject, about
from bot.core.conversations import Conversation, Event, State
from bot.core.errors import AlreadyHeld, InputRefused, NotWaiting, TooLong
from bot.core.forms.form import FormKind
from bot.core.messages import Attachment, Speaker, clean_text
from bot.core.staff_fields import StaffField
from bot.services import deliver, ratings
from bot.services.handoff import close_consultation
from bot.services.holding import check_holder, consultation_of, finish, locked, moved, name_of
from bot.services.kit import Kit
from bot.services.owing import check_promise, settle
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK, INBOX, desk_topic

REPLY_MAX = 4_000


def take(kit: Kit, actor: Actor, conversation_id: str) -> None:
    """Hold a waiting conversation; from here on the assistant is silent (service_rules 6.10).

    One transaction: a reply the assistant computes at this moment loses its lease and is dropped. Taking what one
    already holds is no error.

    Raises:
        PermissionRefused: the actor is no petugas.
        AlreadyHeld: another officer was faster; `by` is that officer's name.
        NotWaiting: nobody waits there.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    with kit.uow() as uow:
        conversation = locked(uow, conversation_id)
        if conversation.state is State.OFFICER and conversation.holder_id == actor.id:
            return
        if conversation.state is State.OFFICER:
            raise AlreadyHeld(name_of(uow, conversation.holder_id))
        if conversation.state is not State.WAITING:
            raise NotWaiting("nobody waits for an officer in this conversation")
        consultation = give(uow, kit, conversation, actor.id, now)
        finish(uow, actor, consultation, "consultation.taken", now)


def give(uow: UnitOfWork, kit: Kit, conversation: Conversation, officer_id: str, now: datetime) -> Consultation:
    """Let an officer hold a waiting conversation, in the caller's unit of work; its consultation."""
    changed = moved(conversation, Event.TAKE, holder_id=officer_id)
    uow.outbox.drop_unsent_bot(conversation.id, now)
    uow.forms.remove(conversation.id, FormKind.RATING)
    consultation = consultation_of(uow, conversation.id)
    uow.consultations.save(replace(consultation, taken_at=consultation.taken_at or now, taken_by=officer_id))
    _announce(uow, kit, changed, kit.texts.fill("petugas_bergabung"), now)
    return consultation


def reply(
    kit: Kit,
    actor: Actor,
    conversation_id: str,
    text: str,
    idempotency_key: str,
    *,
    answered: bool = False,
    promised_for: date | None = None,
) -> str:
    """Send a message to the person; the same key sends once. Gives the outbox id.

    Args:
        kit: the use cases' kit.
        actor: the officer who holds the conversation.
        conversation_id: whose.
        text: what to say.
        idempotency_key: of the browser.
        answered: *Sudah dijawab*: from here on the person's silence counts (stories 1); else the office still owes.
        promised_for: the day the officer promises the answer for.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotHolder: the actor does not hold the conversation (any more).
        InputRefused: `kosong`, or `janji`: a day outside the limits of `owing.promise_days`.
        TooLong: beyond 4,000 letters.
    """
    actor.require(Role.PETUGAS)
    cleaned = clean_text(text).strip()
    if not cleaned:
        raise InputRefused("kosong")
    if len(cleaned) > REPLY_MAX:
        raise TooLong(StaffField.REPLY, REPLY_MAX)
    now = kit.clock()
    check_promise(kit, promised_for, now)
    with kit.uow() as uow:
        conversation, sent = held(uow, actor, conversation_id, idempotency_key)
        if sent is None:
            settle(uow, kit, conversation_id, answered, promised_for, now)
            sent = say(uow, kit, actor, conversation, cleaned, idempotency_key, now)
        return sent


def mark(kit: Kit, actor: Actor, conversation_id: str, *, answered: bool, promised_for: date | None = None) -> None:
    """Say afterwards whether the person has the answer, or by when (stories 1, 24g).

    Raises:
        PermissionRefused: the actor is no petugas.
        NotHolder: the actor does not hold the conversation.
        InputRefused: `janji`, as in `reply`.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    check_promise(kit, promised_for, now)
    with kit.uow() as uow:
        check_holder(locked(uow, conversation_id), actor)
        settle(uow, kit, conversation_id, answered, promised_for, now)
        uow.wake(DESK)
        uow.commit()


def held(uow: UnitOfWork, actor: Actor, conversation_id: str, idempotency_key: str) -> tuple[Conversation, str | None]:
    """The locked conversation that the actor holds, and the outbox id of what this key has sent already.

    Raises:
        NotHolder: the actor does not hold it, and has sent nothing under this key.
    """
    conversation = locked(uow, conversation_id)
    sent = uow.outbox.by_key(conversation_id, _key(actor, idempotency_key))
    if sent is None:
        check_holder(conversation, actor)
    return conversation, None if sent is None else sent.id


def say(
    uow: UnitOfWork,
    kit: Kit,
    actor: Actor,
    conversation: Conversation,
    text: str,
    idempotency_key: str,
    now: datetime,
    attachment: Attachment | None = None,
) -> str:
    """Store the officer's message and commit; gives the outbox id."""
    outgoing = deliver.compose(
        kit,
        conversation,
        text,
        now,
        speaker=Speaker.OFFICER,
        key=_key(actor, idempotency_key),
        author_id=actor.id,
        attachment=attachment,
    )
    uow.conversations.save(deliver.store(uow, kit, conversation, outgoing))
    consultation = consultation_of(uow, conversation.id)
    if consultation.first_reply_at is None:
        uow.consultations.save(replace(consultation, first_reply_at=now))
    uow.wake(DESK)
    uow.commit()
    return outgoing.id


def _key(actor: Actor, idempotency_key: str) -> str:
    return f"{actor.id}:{idempotency_key}"


def hand_back(kit: Kit, actor: Actor, conversation_id: str, subject: Subject | None = None) -> None:
    """Give the person back to the assistant; the consultation is done.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotHolder: the actor does not hold the conversation.
        InputRefused: `pokok`: the subject is too long.
    """
    _end(kit, actor, conversation_id, Event.HAND_BACK, ClosingReason.SELESAI, subject)


def close(kit: Kit, actor: Actor, conversation_id: str, reason: ClosingReason, subject: Subject | None = None) -> None:
    """Close the consultation; a message on the same day opens it again (service_rules 6.11).

    Args:
        kit: the use cases' kit.
        actor: the officer who holds the conversation.
        conversation_id: whose.
        reason: why it ends.
        subject: what it was about, corrected by the officer; None = as it was understood.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotHolder: the actor does not hold the conversation.
        InputRefused: `alasan`: not a reason an officer may choose; `pokok`: the subject is too long.
    """
    if reason not in OFFICER_REASONS:
        raise InputRefused("alasan")
    _end(kit, actor, conversation_id, Event.CLOSE, reason, subject)


def _end(
    kit: Kit, actor: Actor, conversation_id: str, event: Event, reason: ClosingReason, subject: Subject | None
) -> None:
    actor.require(Role.PETUGAS)
    if subject is not None and not subject.fits:
        raise InputRefused("pokok")
    now = kit.clock()
    with kit.uow() as uow:
        conversation = locked(uow, conversation_id)
        check_holder(conversation, actor)
        consultation = consultation_of(uow, conversation_id)
        changed = moved(conversation, event, holder_id=None)
        if subject is not None:
            uow.consultations.save(about(consultation, subject))
        close_consultation(uow, conversation, reason, now)
        key = "kembali_ke_bot" if event is Event.HAND_BACK else "ditutup"
        farewell = kit.texts.fill(key, tiket=consultation.number)
        farewell += ratings.invitation(uow, kit, changed, consultation, reason, now)
        uow.forms.remove(conversation_id, FormKind.GUEST_BOOK)  # from here on the officer's to complete
        _announce(uow, kit, changed, farewell, now)
        finish(uow, actor, consultation, f"consultation.{event.value}", now)


def close_by_clock(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, consultation: Consultation, now: datetime
) -> None:
    """The person has had the answer and the service hours are over (service_rules 7.2, 7.3); the caller commits."""
    changed = moved(conversation, Event.CLOSE, holder_id=None)
    close_consultation(uow, conversation, ClosingReason.TIDAK_MERESPON_JAM_LAYANAN, now)
    farewell = kit.texts.fill("ditutup_jam_layanan", tiket=consultation.number)
    farewell += ratings.invitation(uow, kit, changed, consultation, ClosingReason.TIDAK_MERESPON_JAM_LAYANAN, now)
    uow.forms.remove(conversation.id, FormKind.GUEST_BOOK)
    _announce(uow, kit, changed, farewell, now)
    uow.audit.add(at=now, actor_id=None, action="consultation.closed_by_clock", subject=consultation.id, detail={})
    uow.wake(DESK, INBOX, desk_topic(conversation.id))


def _announce(uow: UnitOfWork, kit: Kit, conversation: Conversation, text: str, now: datetime) -> None:
    line = deliver.compose(kit, conversation, text, now, speaker=Speaker.SYSTEM, key=f"state:{conversation.version}")
    uow.conversations.save(deliver.store(uow, kit, conversation, line))
