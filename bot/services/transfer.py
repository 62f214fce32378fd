"""A conversation changes its officer without ever being held by nobody: transfer, and *Ambil alih* (stories 6)."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.accounts import Actor, Role
from bot.core.consultations import Consultation
from bot.core.conversations import Conversation, Event, State
from bot.core.errors import NotReachable, NotWaiting, StillServed
from bot.core.notes import NoteKind
from bot.core.presence import Presence
from bot.core.working_time import working_time_between
from bot.services import notes
from bot.services.holding import check_holder, consultation_of, finish, locked, moved
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

OFFLINE = timedelta(minutes=15)
"""Working time after which a conversation of somebody who is not there may be taken over (stories 6)."""


def transfer(kit: Kit, actor: Actor, conversation_id: str, officer_id: str, reason: str) -> None:
    """Give a conversation to a colleague who can be reached; the reason stays as a note.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotHolder: the actor does not hold the conversation.
        NotReachable: the colleague is not connected, with a visitor, not in today, or no active petugas.
        InputRefused: `kosong` or `catatan_panjang`: the reason.
    """
    actor.require(Role.PETUGAS)
    words, now = notes.checked(reason), kit.clock()
    with kit.uow() as uow:
        conversation = locked(uow, conversation_id)
        check_holder(conversation, actor)
        if officer_id == actor.id or not is_reachable(uow, kit, officer_id, now):
            raise NotReachable("that officer cannot take a conversation now")
        notes.leave(
            uow, kit, actor, conversation_id, NoteKind.TRANSFER, words, key=_key(conversation), about_id=officer_id
        )
        _pass_on(uow, actor, conversation, officer_id, "consultation.transferred", now)


def take_over(kit: Kit, actor: Actor, conversation_id: str) -> None:
    """*Ambil alih*: hold what a colleague who is away holds. Taking over what one holds is no error.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotWaiting: no officer holds it.
        StillServed: its officer is there, or has not been away for 15 working minutes, or owes nothing.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    with kit.uow() as uow:
        conversation = locked(uow, conversation_id)
        if conversation.state is not State.OFFICER or conversation.holder_id is None:
            raise NotWaiting("no officer holds this conversation")
        holder_id = conversation.holder_id
        if holder_id == actor.id:
            return
        consultation = consultation_of(uow, conversation_id)
        if not may_be_taken_over(kit, uow.presences.get(holder_id), consultation, now):
            raise StillServed("its officer is there")
        notes.leave(
            uow, kit, actor, conversation_id, NoteKind.TAKE_OVER, "", key=_key(conversation), about_id=holder_id
        )
        _pass_on(uow, actor, conversation, actor.id, "consultation.taken_over", now)


def may_be_taken_over(kit: Kit, holder: Presence, consultation: Consultation, now: datetime) -> bool:
    """Whether its officer is marked *tidak masuk*, or offline for 15 working minutes while the office owes."""
    return left_alone_for(kit, holder, consultation, now) is not None


def left_alone_for(kit: Kit, holder: Presence, consultation: Consultation, now: datetime) -> timedelta | None:
    """For how much working time it may have been taken over; None = it may not."""
    away = working_time_between(kit.hours, left_alone_since(holder, consultation) or now, now)
    if holder.is_absent(now.astimezone(kit.zone).date()):
        return away
    if not consultation.owed or holder.is_connected(now) or away < OFFLINE:
        return None
    return away - OFFLINE


def left_alone_since(holder: Presence, consultation: Consultation) -> datetime | None:
    """When its officer was last there for it."""
    return max(filter(None, (holder.seen_at, consultation.taken_at)), default=None)


def is_reachable(uow: UnitOfWork, kit: Kit, officer_id: str, now: datetime) -> bool:
    """Whether this is an active petugas who can take a conversation now."""
    user = uow.users.get(officer_id)
    today = now.astimezone(kit.zone).date()
    return (
        user is not None
        and user.active
        and Role.PETUGAS in user.roles
        and uow.presences.get(officer_id).takes_chats(now, today)
    )


def _pass_on(
    uow: UnitOfWork, actor: Actor, conversation: Conversation, officer_id: str, action: str, now: datetime
) -> None:
    uow.conversations.save(moved(conversation, Event.TRANSFER, holder_id=officer_id))
    consultation = consultation_of(uow, conversation.id)
    uow.consultations.save(replace(consultation, taken_by=officer_id))
    finish(uow, actor, consultation, action, now)


def _key(conversation: Conversation) -> str:
    return f"holder:{conversation.version}"
