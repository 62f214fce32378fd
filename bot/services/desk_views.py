"""What an officer sees: the queue, a conversation, what was closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category, ClosingReason, Consultation, Need
from bot.core.conversations import Conversation, State
from bot.core.errors import ConversationUnknown
from bot.core.messages import SeenMessage, Speaker, StoredFile
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

PREVIEW = 120
_PAGE = 500


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """A person who waits or is served."""

    conversation_id: str
    number: str
    since: datetime
    preview: str
    category: Category
    state: State
    holder_id: str | None
    holder_name: str | None


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """A closed consultation."""

    conversation_id: str
    number: str
    requested_at: datetime
    closed_at: datetime
    reason: ClosingReason
    preview: str
    officer_name: str | None


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """A conversation as the console shows it; `messages` are those after the asked seq."""

    conversation_id: str
    state: State
    holder_id: str | None
    holder_name: str | None
    number: str
    category: Category
    question: str
    need: Need
    requested_at: datetime
    closed_at: datetime | None
    messages: tuple[SeenMessage, ...]
    files: Mapping[str, StoredFile]  # those of the messages, by id


def queue(kit: Kit, actor: Actor) -> list[QueueRow]:
    """Who waits and who is held, first come first.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    with kit.uow.read() as uow:
        return [row for each in uow.consultations.open() if (row := _queue_row(uow, each)) is not None]


def history(kit: Kit, actor: Actor, limit: int = 100) -> list[HistoryRow]:
    """Closed consultations, newest first.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    with kit.uow.read() as uow:
        return [
            HistoryRow(
                conversation_id=each.conversation_id,
                number=each.number,
                requested_at=each.requested_at,
                closed_at=each.closed_at,
                reason=each.closing_reason,
                preview=_preview(each),
                officer_name=_name_of(uow, each.taken_by),
            )
            for each in uow.consultations.closed(limit)
            if each.closed_at is not None and each.closing_reason is not None
        ]


def transcript(kit: Kit, actor: Actor, conversation_id: str, after: int = 0) -> Transcript:
    """A conversation that has come to the desk; talks with the assistant alone are nobody's reading (stories 8).

    Raises:
        PermissionRefused: the actor is no petugas.
        ConversationUnknown: no such conversation, or it never asked for an officer.
    """
    actor.require(Role.PETUGAS)
    with kit.uow.read() as uow:
        conversation = uow.conversations.get(conversation_id)
        consultation = uow.consultations.latest(conversation_id)
        if conversation is None or consultation is None:
            raise ConversationUnknown("there is no such conversation at the desk")
        return _transcript(uow, kit, conversation, consultation, after)


def _with_marks(
    uow: UnitOfWork, kit: Kit, consultation: Consultation, messages: list[SeenMessage], after: int
) -> list[SeenMessage]:
    """One line for each private form that the person filled in meanwhile, and nothing of its words (stories 5)."""
    last = messages[-1].seq if len(messages) == _PAGE else None
    marks = [
        SeenMessage(
            conversation_id=consultation.conversation_id,
            seq=seq,
            speaker=Speaker.SYSTEM,
            text=kit.texts.fill("formulir_lain"),
            buttons=(),
            at=at,
        )
        for seq, at in uow.private_messages.marks(consultation.conversation_id, after, consultation.requested_at)
        if last is None or seq < last
    ]
    return sorted([*messages, *marks], key=lambda message: message.seq)


def _transcript(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, consultation: Consultation, after: int
) -> Transcript:
    messages = _with_marks(uow, kit, consultation, uow.messages.after(conversation.id, after, _PAGE), after)
    files = [uow.files.get(message.file_id) for message in messages if message.file_id is not None]
    return Transcript(
        conversation_id=conversation.id,
        state=conversation.state,
        holder_id=conversation.holder_id,
        holder_name=_name_of(uow, conversation.holder_id),
        number=consultation.number,
        category=consultation.category,
        question=consultation.question,
        need=consultation.need,
        requested_at=consultation.requested_at,
        closed_at=consultation.closed_at,
        messages=tuple(messages),
        files={file.id: file for file in files if file is not None},
    )


def _queue_row(uow: UnitOfWork, consultation: Consultation) -> QueueRow | None:
    conversation = uow.conversations.get(consultation.conversation_id)
    if conversation is None:
        return None
    return QueueRow(
        conversation_id=conversation.id,
        number=consultation.number,
        since=consultation.waiting_since,
        preview=_preview(consultation),
        category=consultation.category,
        state=conversation.state,
        holder_id=conversation.holder_id,
        holder_name=_name_of(uow, conversation.holder_id),
    )


def _preview(consultation: Consultation) -> str:
    line = " ".join(consultation.question.split())
    return line if len(line) <= PREVIEW else line[: PREVIEW - 1] + "…"


def _name_of(uow: UnitOfWork, user_id: str | None) -> str | None:
    user = None if user_id is None else uow.users.get(user_id)
    return None if user is None else user.name
