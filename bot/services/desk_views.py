"""A conversation as an officer sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category, ClosingReason, Consultation, Need
from bot.core.conversations import Conversation, State
from bot.core.desk_lists import Sent
from bot.core.errors import ConversationUnknown
from bot.core.messages import SeenMessage, StoredFile
from bot.core.notes import Note
from bot.core.promises import Promise, PromiseState
from bot.services.correcting import month_is_locked
from bot.services.desk_clock import running_clock
from bot.services.desk_lines import PAGE, Lines, lines_of, with_marks
from bot.services.kit import Kit
from bot.services.owing import promise_of
from bot.services.ports import UnitOfWork
from bot.services.transfer import may_be_taken_over

_TICKS = 50


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """A conversation as the console shows it.

    Attributes:
        first_seq: where the page begins when it is opened: older messages are shown when asked for.
        messages: those after the asked seq.
        files: those of the messages, by id.
        summaries: what officers wrote about voice notes, all of them, by file id.
        notes: all internal notes.
        authors: names of the officers who wrote the replies among the messages, by outbox id.
        names: of officers that the notes name, by id.
        sent: the newest officers' replies with what became of them; those without a seq nobody has seen yet.
        month_locked: its report is locked, so that what it was about changes no more.
        windowed: the channel takes free-form replies only for a day.
    """

    conversation_id: str
    channel: str
    state: State
    holder_id: str | None
    holder_name: str | None
    consultation_id: str
    number: str
    category: Category | None
    topic: str | None
    question: str
    need: Need
    waiting_since: datetime
    closed_at: datetime | None
    closing_reason: ClosingReason | None
    first_reply_at: datetime | None
    owed: bool
    promised_for: date | None
    promise: PromiseState | None
    clock: Promise | None
    may_take_over: bool
    month_locked: bool
    windowed: bool
    window_until: datetime | None
    first_seq: int
    messages: tuple[SeenMessage, ...]
    files: Mapping[str, StoredFile]
    authors: Mapping[str, str]
    summaries: Mapping[str, str]
    notes: tuple[Note, ...]
    names: Mapping[str, str]
    sent: tuple[Sent, ...]


def transcript(
    kit: Kit, actor: Actor, conversation_id: str, after: int = 0, consultation_id: str | None = None
) -> Transcript:
    """A conversation that has come to the desk; talks with the assistant alone are nobody's reading (stories 8).

    Args:
        kit: the use cases' kit.
        actor: a petugas.
        conversation_id: whose messages.
        after: the messages behind this seq.
        consultation_id: which one the page is about; default: the newest. An earlier one is over, whatever came since.

    Raises:
        PermissionRefused: the actor is no petugas.
        ConversationUnknown: no such conversation or consultation, or it never asked for an officer.
    """
    actor.require(Role.PETUGAS)
    with kit.uow.read() as uow:
        conversation, consultation = _at_desk(uow, conversation_id)
        if consultation_id not in (None, consultation.id):
            consultation = _earlier_consultation(uow, conversation_id, str(consultation_id))
            conversation = replace(conversation, state=State.CLOSED, holder_id=None)
        return _transcript(uow, kit, conversation, consultation, after)


def earlier(kit: Kit, actor: Actor, conversation_id: str, before: int) -> Lines:
    """The last messages before one.

    Raises:
        PermissionRefused: the actor is no petugas.
        ConversationUnknown: no such conversation at the desk.
    """
    actor.require(Role.PETUGAS)
    with kit.uow.read() as uow:
        _at_desk(uow, conversation_id)
        return lines_of(uow, uow.messages.before(conversation_id, before, PAGE))


def _at_desk(uow: UnitOfWork, conversation_id: str) -> tuple[Conversation, Consultation]:
    conversation = uow.conversations.get(conversation_id)
    consultation = uow.consultations.latest(conversation_id)
    if conversation is None or consultation is None:
        raise ConversationUnknown("there is no such conversation at the desk")
    return conversation, consultation


def _earlier_consultation(uow: UnitOfWork, conversation_id: str, consultation_id: str) -> Consultation:
    found = uow.consultations.get(consultation_id)
    if found is None or found.conversation_id != conversation_id:
        raise ConversationUnknown("there is no such consultation in this conversation")
    return found


def _transcript(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, consultation: Consultation, after: int
) -> Transcript:
    now = kit.clock()
    lines = lines_of(uow, with_marks(uow, kit, consultation, uow.messages.after(conversation.id, after, PAGE), after))
    notes = uow.notes.of(conversation.id)
    named = {conversation.holder_id, *(note.author_id for note in notes), *(note.about_id for note in notes)} - {None}
    names = {user.id: user.name for user in uow.users.all() if user.id in named} if named else {}
    holder = conversation.holder_id
    return Transcript(
        conversation_id=conversation.id,
        channel=conversation.channel,
        state=conversation.state,
        holder_id=holder,
        holder_name=names.get(holder or ""),
        consultation_id=consultation.id,
        number=consultation.number,
        category=consultation.known_category,
        topic=_named(kit, consultation.topic),
        question=consultation.question,
        need=consultation.need,
        waiting_since=consultation.waiting_since,
        closed_at=consultation.closed_at,
        closing_reason=consultation.closing_reason,
        first_reply_at=consultation.first_reply_at,
        owed=consultation.owed,
        promised_for=consultation.promised_for,
        promise=promise_of(kit, consultation, now),
        clock=running_clock(kit, consultation, conversation.state, now),
        may_take_over=holder is not None and may_be_taken_over(kit, uow.presences.get(holder), consultation, now),
        month_locked=month_is_locked(uow, kit, consultation.requested_at),
        windowed=conversation.channel in kit.windowed,
        window_until=conversation.window_until,
        first_seq=max(0, conversation.last_seq - PAGE),
        messages=lines.messages,
        files=lines.files,
        authors=lines.authors,
        summaries=uow.files.summaries(conversation.id),
        notes=tuple(notes),
        names=names,
        sent=tuple(uow.desk_lists.sent_by_officers(conversation.id, _TICKS)),
    )


def _named(kit: Kit, topic: str | None) -> str | None:
    """What the knowledge base's entry is called; an officer's own words as they are."""
    return None if topic is None else kit.topics().get(topic, topic)
