"""Riwayat: closed consultations page by page, and the search over everything that came to the desk."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category, ClosingReason
from bot.core.desk_lists import Found
from bot.core.reports.month import Month
from bot.services.desk_queue import preview
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

PAGE = 50
_WORDS_MAX, _WORD_MIN, _QUERY_MAX = 5, 2, 100


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """A consultation; without `closed_at` it is still open, which only a search finds."""

    consultation_id: str
    conversation_id: str
    number: str
    channel: str
    requested_at: datetime
    closed_at: datetime | None
    reason: ClosingReason | None
    category: Category | None
    preview: str
    officer_name: str | None


@dataclass(frozen=True, kw_only=True)
class HistoryPage:
    """One page of at most 50 rows, and how many that an officer answered still lack a category (stories 8)."""

    rows: tuple[HistoryRow, ...]
    has_more: bool
    unchosen: int


def history(kit: Kit, actor: Actor, page: int = 0, query: str = "", *, unchosen: bool = False) -> HistoryPage:
    """Closed consultations, newest first; with a query those in which each of its words occurs, open ones too.

    Args:
        kit: the use cases' kit.
        actor: a petugas.
        page: from 0.
        query: a number, or words of the question or of the messages; at most five words of two letters or more count.
        unchosen: only those that lack a category, all of them.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    words = _words(query)
    offset = max(0, page) * PAGE
    with kit.uow.read() as uow:
        lists = uow.desk_lists
        lacking = _still_to_choose(uow, kit)
        if unchosen:
            found = lacking[offset : offset + PAGE + 1]
        else:
            found = lists.search(words, PAGE + 1, offset) if words else lists.closed(PAGE + 1, offset)
    rows = tuple(_row(each) for each in found[:PAGE])
    return HistoryPage(rows=rows, has_more=len(found) > PAGE, unchosen=len(lacking))


def _still_to_choose(uow: UnitOfWork, kit: Kit) -> list[Found]:
    """Those without a category whose report is not locked; a month is looked up once."""
    locked: dict[Month, bool] = {}
    found = []
    for each in uow.desk_lists.unchosen():
        month = Month.of(each.consultation.requested_at.astimezone(kit.zone).date())
        if month not in locked:
            locked[month] = uow.report_locks.has(month)
        if not locked[month]:
            found.append(each)
    return found


def _words(query: str) -> list[str]:
    return [word for word in query[:_QUERY_MAX].split() if len(word) >= _WORD_MIN][:_WORDS_MAX]


def _row(found: Found) -> HistoryRow:
    consultation = found.consultation
    return HistoryRow(
        consultation_id=consultation.id,
        conversation_id=consultation.conversation_id,
        number=consultation.number,
        channel=consultation.channel,
        requested_at=consultation.requested_at,
        closed_at=consultation.closed_at,
        reason=consultation.closing_reason,
        category=consultation.known_category,
        preview=preview(consultation),
        officer_name=found.officer_name,
    )
