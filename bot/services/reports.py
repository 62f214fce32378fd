"""The monthly service report: seen, locked, exported (stories 8)."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.accounts import Actor, Role
from bot.core.errors import InputRefused, MonthLocked, MonthNotOver
from bot.core.reports.build import Frame, report_of
from bot.core.reports.facts import Facts
from bot.core.reports.month import Month, span_of
from bot.core.reports.register import register_of
from bot.core.reports.report import LockedReport, Report
from bot.core.reports.workbook import sheets_of
from bot.core.tables_out import Table, xlsx_bytes
from bot.services import costs
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

_READERS = (Role.PIMPINAN, Role.ADMIN)
_REGISTER_DAYS = 366


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A month as it is shown; `locked_at` None = it is counted anew each time."""

    report: Report
    locked_at: datetime | None
    locked_by: str | None  # a name
    can_lock: bool


def see(kit: Kit, actor: Actor, month: Month) -> Seen:
    """A month's report: as it was locked, else counted now.

    Raises:
        PermissionRefused: the actor is neither head of office nor admin.
        InputRefused: `bulan`: it has not begun.
    """
    actor.require(*_READERS)
    with kit.uow.read() as uow:
        return _seen(uow, kit, month)


def lock(kit: Kit, actor: Actor, month: Month) -> None:
    """Keep a past month's report as it is now, for good.

    Raises:
        PermissionRefused: the actor is neither head of office nor admin.
        InputRefused: `bulan`: it has not begun.
        MonthNotOver: only past months are locked.
        MonthLocked: it is locked already.
    """
    seen, now = see(kit, actor, month), kit.clock()
    if seen.locked_at is not None:
        raise MonthLocked(f"{month} is locked")
    if not seen.can_lock:
        raise MonthNotOver(f"{month} is not over")
    with kit.uow() as uow:
        if not uow.report_locks.add(LockedReport(report=seen.report, locked_at=now, locked_by=actor.id)):
            raise MonthLocked(f"{month} is locked")
        uow.audit.add(at=now, actor_id=actor.id, action="report.locked", subject=str(month), detail={})
        uow.commit()


def months(kit: Kit, actor: Actor) -> list[Month]:
    """Months there is something to show of, the present one first.

    Raises:
        PermissionRefused: the actor is neither head of office nor admin.
    """
    actor.require(*_READERS)
    present = _present(kit)
    with kit.uow.read() as uow:
        oldest, locked = uow.facts.first(), uow.report_locks.months()
    counted = [] if oldest is None else [Month.of(oldest.astimezone(kit.zone).date())]
    month, first = present, min([present, *locked, *counted])
    found = [month]
    while month > first:
        month = month.before
        found.append(month)
    return found


def export_report(kit: Kit, actor: Actor, month: Month) -> bytes:
    """The report as a workbook of seven sheets; written into the audit trail.

    Raises:
        PermissionRefused: the actor is neither head of office nor admin.
        InputRefused: `bulan`: it has not begun.
    """
    seen = see(kit, actor, month)
    _note(kit, actor, "report.exported", str(month), {})
    return xlsx_bytes(sheets_of(seen.report))


def export_register(kit: Kit, actor: Actor, first: date, last: date) -> Table:
    """The register of consultations without anybody's words; written into the audit trail.

    Raises:
        PermissionRefused: the actor is neither head of office nor admin.
        InputRefused: `rentang`: it ends before it begins, or is longer than a year.
    """
    actor.require(*_READERS)
    if not 0 <= (last - first).days < _REGISTER_DAYS:
        raise InputRefused("rentang")
    start, end = span_of(first, last, kit.zone)
    with kit.uow.read() as uow:
        facts = uow.facts.consultations(start, end)
    _note(kit, actor, "register.exported", f"{first}..{last}", {"rows": str(len(facts))})
    return register_of(facts, kit.zone, kit.topics())


def _seen(uow: UnitOfWork, kit: Kit, month: Month) -> Seen:
    present = _present(kit)
    if month > present:
        raise InputRefused("bulan")
    locked = uow.report_locks.get(month)
    if locked is not None:
        user = uow.users.get(locked.locked_by)
        name = None if user is None else user.name
        return Seen(report=locked.report, locked_at=locked.locked_at, locked_by=name, can_lock=False)
    targets = kit.settings.targets
    frame = Frame(
        hours=kit.hours,
        now=kit.clock(),
        first_answer_within=targets.first_answer,
        complaint_days=targets.complaint_days,
    )
    report = report_of(month, _facts(uow, kit, month), frame)
    return Seen(report=report, locked_at=None, locked_by=None, can_lock=month < present)


def _facts(uow: UnitOfWork, kit: Kit, month: Month) -> Facts:
    start, end = month.span(kit.zone)
    messages = tuple(uow.facts.messages(start, end))
    ratings = uow.facts.ratings(month)
    paid = sum(fact.sent for fact in messages if fact.channel == costs.CHANNEL)
    return Facts(
        consultations=tuple(uow.facts.consultations(start, end)),
        bot_sessions=tuple(uow.facts.bot_sessions(start, end)),
        complaints=tuple(uow.facts.complaints(start, end)),
        ratings=tuple(rating for rating in ratings if not rating.trial),
        trial_ratings=sum(rating.trial for rating in ratings),
        surveys=tuple(uow.facts.surveys(month)),
        missed=tuple(uow.facts.missed(start, end)),
        wrong=tuple(uow.facts.wrong(start, end)),
        messages=messages,
        rupiah=costs.priced(kit, paid).rupiah,
        topics=kit.topics(),
    )


def _present(kit: Kit) -> Month:
    return Month.of(kit.clock().astimezone(kit.zone).date())


def _note(kit: Kit, actor: Actor, action: str, subject: str, detail: dict[str, str]) -> None:
    with kit.uow() as uow:
        uow.audit.add(at=kit.clock(), actor_id=actor.id, action=action, subject=subject, detail=detail)
        uow.commit()
