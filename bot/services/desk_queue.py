"""The queue as an officer sees it, and what rings on the officer's pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category, Consultation
from bot.core.conversations import State
from bot.core.desk_lists import Served
from bot.core.presence import Presence
from bot.core.promises import Promise, PromiseState
from bot.services.desk_clock import running_clock
from bot.services.kit import Kit
from bot.services.owing import promise_of
from bot.services.transfer import may_be_taken_over

PREVIEW = 120


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """A person who waits or is served.

    Attributes:
        clock: the running one: the first answer's internal target (6.8), or the thirty minutes (6.7).
        promise: how the promised day stands; None = none is owed (stories 24g).
        may_take_over: its officer is away, so that anybody may hold it (stories 6).
    """

    conversation_id: str
    number: str
    channel: str
    since: datetime
    preview: str
    category: Category | None
    state: State
    holder_id: str | None
    holder_name: str | None
    owed: bool
    promised_for: date | None
    promise: PromiseState | None
    clock: Promise | None
    may_take_over: bool


@dataclass(frozen=True, kw_only=True)
class Pulse:
    """What an officer must hear of: numbers that wait, and how far the people one holds have written."""

    waiting: tuple[str, ...]
    heard: Mapping[str, int]


def queue(kit: Kit, actor: Actor) -> list[QueueRow]:
    """Who waits and who is held, first come first.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    with kit.uow.read() as uow:
        rows = uow.desk_lists.open()
        presences = {each.user_id: each for each in uow.presences.all()}
    return [_queue_row(kit, row, presences, now) for row in rows]


def pulse(kit: Kit, actor: Actor) -> Pulse:
    """What rings on the officer's pages.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    with kit.uow.read() as uow:
        return Pulse(waiting=tuple(uow.desk_lists.waiting()), heard=uow.desk_lists.heard(actor.id))


def preview(consultation: Consultation) -> str:
    """The question in one short line."""
    line = " ".join(consultation.question.split())
    return line if len(line) <= PREVIEW else line[: PREVIEW - 1] + "…"


def _queue_row(kit: Kit, row: Served, presences: Mapping[str, Presence], now: datetime) -> QueueRow:
    consultation = row.consultation
    holder = None if row.holder_id is None else presences.get(row.holder_id, Presence(user_id=row.holder_id))
    return QueueRow(
        conversation_id=consultation.conversation_id,
        number=consultation.number,
        channel=consultation.channel,
        since=consultation.waiting_since,
        preview=preview(consultation),
        category=consultation.known_category,
        state=row.state,
        holder_id=row.holder_id,
        holder_name=row.holder_name,
        owed=consultation.owed,
        promised_for=consultation.promised_for,
        promise=promise_of(kit, consultation, now),
        clock=running_clock(kit, consultation, row.state, now),
        may_take_over=holder is not None and may_be_taken_over(kit, holder, consultation, now),
    )
