"""A conversation at the desk: its lock, who holds it, its consultation, and how it changes hands."""

from dataclasses import replace
from datetime import datetime

from bot.core.accounts import Actor
from bot.core.consultations import Consultation
from bot.core.conversations import Conversation, Event, State, transition
from bot.core.errors import ConversationUnknown, NotHolder
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK, INBOX, desk_topic


def locked(uow: UnitOfWork, conversation_id: str) -> Conversation:
    """A conversation under its lock.

    Raises:
        ConversationUnknown: there is none.
    """
    conversation = uow.conversations.get(conversation_id, lock=True)
    if conversation is None:
        raise ConversationUnknown("there is no such conversation")
    return conversation


def check_holder(conversation: Conversation, actor: Actor) -> None:
    """Refuse an officer who does not hold it.

    Raises:
        NotHolder: the actor does not hold it.
    """
    if conversation.state is not State.OFFICER or conversation.holder_id != actor.id:
        raise NotHolder("only the officer who holds the conversation may do this")


def consultation_of(uow: UnitOfWork, conversation_id: str) -> Consultation:
    """The newest consultation of a conversation.

    Raises:
        ConversationUnknown: it never came to the desk.
    """
    consultation = uow.consultations.latest(conversation_id)
    if consultation is None:
        raise ConversationUnknown("this conversation has no consultation")
    return consultation


def name_of(uow: UnitOfWork, user_id: str | None) -> str:
    """An officer's name, to be shown to another one."""
    user = None if user_id is None else uow.users.get(user_id)
    return "petugas lain" if user is None else user.name


def moved(conversation: Conversation, event: Event, *, holder_id: str | None) -> Conversation:
    """After an event; the new fence and version make a turn that is under way uncommittable."""
    return replace(
        conversation,
        state=transition(conversation.state, event),
        holder_id=holder_id,
        fence=conversation.fence + 1,
        version=conversation.version + 1,
        lease_owner=None,
        lease_until=None,
    )


def finish(uow: UnitOfWork, actor: Actor | None, consultation: Consultation, action: str, now: datetime) -> None:
    """Record who did it, wake everybody concerned after the commit, and commit."""
    actor_id = None if actor is None else actor.id
    uow.audit.add(at=now, actor_id=actor_id, action=action, subject=consultation.id, detail={})
    uow.wake(
        DESK, INBOX, desk_topic(consultation.conversation_id)
    )  # INBOX: messages that waited for the assistant now have another fate
    uow.commit()


def release_all(uow: UnitOfWork, user_id: str, now: datetime) -> int:
    """Put everybody an officer holds back into the queue, each at the old place (stories 6); their number."""
    held_now = uow.consultations.held_by(user_id)
    for consultation in held_now:
        conversation = locked(uow, consultation.conversation_id)
        if conversation.state is State.OFFICER and conversation.holder_id == user_id:
            uow.conversations.save(moved(conversation, Event.RELEASE, holder_id=None))
            uow.consultations.save(replace(consultation, queued_at=now))
            uow.wake(desk_topic(conversation.id))
            uow.audit.add(at=now, actor_id=None, action="consultation.released", subject=consultation.id, detail={})
    uow.wake(DESK, INBOX)
    return len(held_now)
