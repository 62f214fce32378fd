"""The register of portal (Silastik) consultations: officers copy what happened there (service_rules 5)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category, ClosingReason
from bot.core.errors import InputRefused, PortalCaseUnknown, PortalNumberTaken
from bot.core.guest_fields import plain
from bot.core.portal import (
    NUMBER_MAX,
    PORTAL_RATINGS,
    PORTAL_REASONS,
    TOPIC_MAX,
    PortalCase,
    PortalEvent,
    answer_deadline,
    case_urgency,
    closes_by_itself_at,
    next_date,
    owes,
    was_late,
)
from bot.core.visits import Urgency
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

CLOSED_SHOWN = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class PortalRow:
    """A case with its dates."""

    case: PortalCase
    deadline: datetime
    closes_at: datetime | None
    urgency: Urgency
    owes: bool
    late: bool


@dataclass(frozen=True, kw_only=True)
class PortalRegister:
    """Open cases, the nearest date first; then those closed in the last 30 days."""

    open: tuple[PortalRow, ...]
    closed: tuple[PortalRow, ...]


def enter(
    kit: Kit, actor: Actor, number: str, category: Category, submitted_at: datetime, topic: str = ""
) -> PortalCase:
    """Enter a case.

    Raises:
        PermissionRefused: the actor is no petugas.
        InputRefused: `nomor`: empty or above 64 signs; `topik`: above 128; `waktu`: in the future.
        PortalNumberTaken: the number is there already.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    case = PortalCase(
        id=kit.new_id(),
        number=line(number, "nomor", NUMBER_MAX),
        category=category,
        topic=line(topic, "topik", TOPIC_MAX) if topic.strip() else None,
        submitted_at=past(submitted_at, now),
        entered_at=now,
        entered_by=actor.id,
    )
    with kit.uow() as uow:
        if not uow.portal_cases.add(case):
            raise PortalNumberTaken("this number stands in the register")
        finish(uow, actor, case, "portal.entered", now)
    return case


def note(kit: Kit, actor: Actor, case_id: str, event: PortalEvent, at: datetime) -> None:
    """Copy a message of the portal; older ones than known already change nothing but what they were first in.

    Raises:
        PermissionRefused: the actor is no petugas.
        PortalCaseUnknown: there is no such case, or it is closed.
        InputRefused: `waktu`: before the submission or in the future.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    with kit.uow() as uow:
        case = _open_case(uow, case_id)
        if past(at, now) < case.submitted_at:
            raise InputRefused("waktu")
        changed = _with_user(case, at) if event is PortalEvent.USER_WROTE else _with_officer(case, event, at)
        uow.portal_cases.save(changed)
        finish(uow, actor, case, "portal.noted", now)


def close(
    kit: Kit, actor: Actor, case_id: str, reason: ClosingReason, at: datetime, portal_rating: int | None = None
) -> None:
    """Copy the closing, and the rating given on the portal (S:14, stories 24a).

    Raises:
        PermissionRefused: the actor is no petugas.
        PortalCaseUnknown: there is no such case, or it is closed.
        InputRefused: `alasan`: no reason of the portal, or the user's silence before any answer (stories 1); `nilai`:
            not 1-5; `waktu`: before what is known of the case, or in the future.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    if portal_rating is not None and portal_rating not in PORTAL_RATINGS:
        raise InputRefused("nilai")
    with kit.uow() as uow:
        case = _open_case(uow, case_id)
        silent_without_answer = reason is ClosingReason.TIDAK_MERESPON_3HK and owes(case)
        if reason not in PORTAL_REASONS or silent_without_answer:
            raise InputRefused("alasan")
        if past(at, now) < case.latest_at:
            raise InputRefused("waktu")
        uow.portal_cases.save(replace(case, closed_at=at, closing_reason=reason, portal_rating=portal_rating))
        finish(uow, actor, case, "portal.closed", now)


def register(kit: Kit, actor: Actor) -> PortalRegister:
    """The page *Portal*.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    with kit.uow.read() as uow:
        opened = sorted(uow.portal_cases.open(), key=lambda case: (next_date(kit.hours, case), case.number))
        closed = uow.portal_cases.closed_since(now - CLOSED_SHOWN)
    return PortalRegister(
        open=tuple(_row(kit, case, now) for case in opened), closed=tuple(_row(kit, case, now) for case in closed)
    )


def _row(kit: Kit, case: PortalCase, now: datetime) -> PortalRow:
    return PortalRow(
        case=case,
        deadline=answer_deadline(kit.hours, case),
        closes_at=closes_by_itself_at(kit.hours, case),
        urgency=case_urgency(kit.hours, case, now),
        owes=owes(case),
        late=was_late(kit.hours, case, case.closed_at or now),
    )


def _with_officer(case: PortalCase, event: PortalEvent, at: datetime) -> PortalCase:
    changed = replace(case, last_officer_at=max(at, case.last_officer_at or at))
    if event is PortalEvent.ANSWERED:
        changed = replace(changed, first_answer_at=min(at, case.first_answer_at or at))
    return changed


def _with_user(case: PortalCase, at: datetime) -> PortalCase:
    return replace(case, last_user_at=max(at, case.last_user_at or at))


def line(text: str, code: str, longest: int) -> str:
    """What was typed as one line.

    Raises:
        InputRefused: `code`: it is empty or too long.
    """
    typed = " ".join(plain(text).split())
    if not 1 <= len(typed) <= longest:
        raise InputRefused(code)
    return typed


def past(at: datetime, now: datetime) -> datetime:
    """The moment.

    Raises:
        InputRefused: `waktu`: it is in the future.
    """
    if at > now:
        raise InputRefused("waktu")
    return at


def _open_case(uow: UnitOfWork, case_id: str) -> PortalCase:
    case = uow.portal_cases.get(case_id)
    if case is None or case.closed_at is not None or case.withdrawn_at is not None:
        raise PortalCaseUnknown("there is no such open case")
    return case


def finish(uow: UnitOfWork, actor: Actor, case: PortalCase, action: str, now: datetime) -> None:
    """Record who did it, and commit."""
    uow.audit.add(at=now, actor_id=actor.id, action=action, subject=case.id, detail={})
    uow.commit()
