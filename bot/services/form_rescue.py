"""From a form to the officers' queue: asked for in the middle of it, or what it had kept waiting."""

from dataclasses import replace
from datetime import datetime

from bot.core.consultations import Category, Need
from bot.core.conversations import Conversation, State
from bot.core.forms.form import FormKind
from bot.core.turns import RequestOfficer
from bot.services import form_talk, guest_book
from bot.services.handoff import hand_over, reopen
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork


def ask_officer(uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime, key: str) -> Conversation:
    """Queue a person who did not get on with a private form, with the guest book as at every hand-over.

    Args:
        uow: the unit of work that stores the choice.
        kit: the use cases' kit.
        conversation: locked by the caller, who saves what is returned.
        now: the present.
        key: unique in the conversation.
    """
    queued = enter_queue(uow, kit, conversation, None, now, key)
    asked = guest_book.ask(uow, kit, queued, now) if conversation.state in (State.BOT, State.CLOSED) else None
    if asked is None:
        return queued
    return form_talk.say(uow, kit, queued, (asked,), now, kind=FormKind.GUEST_BOOK, thread=None, key=f"{key}:buku")


def enter_queue(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, request: RequestOfficer | None, now: datetime, key: str
) -> Conversation:
    """Put the person into the queue outside a turn, and say so.

    Args:
        uow: the open unit of work.
        kit: the use cases' kit.
        conversation: locked by the caller, who saves what is returned.
        request: what is asked for; None = a person, and nothing that was written before.
        now: the present.
        key: unique in the conversation.
    """
    if conversation.state is State.OFFICER:
        return form_talk.plain(uow, kit, conversation, kit.texts.fill("petugas_bergabung"), now, f"{key}:antre")
    if conversation.state is State.CLOSED:
        conversation = reopen(uow, kit, conversation, now)
    session = uow.bot_sessions.current(conversation.id)
    wish = request or RequestOfficer(
        question=kit.texts.fill("formulir_petugas"), category=Category.LAYANAN, need=Need()
    )
    queued, welcome = hand_over(uow, kit, conversation, wish, now)
    if session is not None:  # it counts with the consultation from here on (stories 8)
        uow.bot_sessions.save(replace(session, handed_over=True, closed_at=now))
    return form_talk.plain(uow, kit, queued, welcome, now, f"{key}:antre")
