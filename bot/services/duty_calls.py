"""Duty notices about what waits for one reader or holder: complaints, requests about data, promised days."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.accounts import User
from bot.core.complaints import READERS, Complaint, ComplaintState, readers_of
from bot.core.desk_lists import Served
from bot.core.duty import DutyStep
from bot.core.forms.form import FormKind
from bot.core.promises import PromiseState
from bot.core.service_hours import describe_moment
from bot.services.duty_people import admins, on_duty, tell
from bot.services.kit import Kit
from bot.services.owing import promise_mark, promise_of
from bot.services.ports import UnitOfWork

_FAULT = "tugas_gangguan"
_SHOWN = 5  # numbers in one notice; the queue has them all
_DUE = (PromiseState.NEAR, PromiseState.LATE)


@dataclass(frozen=True, kw_only=True)
class _Promise:
    """A day that has come; `mark` is kept once somebody has heard of it."""

    number: str
    mark: str
    day: date


def ring_complaints(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """Whoever reads complaints hears once of each new one, by number alone; never of one about themselves (10.4).

    Where all who heard may no longer read it, the next readers hear, whatever its state. One that nobody may read is
    told each day to the admin, who sees its number and nothing else of it.
    """
    rung, staff = 0, uow.users.all()
    for complaint in uow.complaints.open():
        readers = readers_of(complaint, staff)
        if readers:
            rung += _ring_readers(uow, kit, complaint, readers, console, now)
        else:
            rung += _ring_unread(uow, kit, complaint, console, now)
    return rung


def _ring_readers(
    uow: UnitOfWork, kit: Kit, complaint: Complaint, readers: list[User], console: str, now: datetime
) -> int:
    filed_on = complaint.filed_at.astimezone(kit.zone).date()
    marks = {user.id: f"{complaint.number}.{user.id}" for user in readers}
    heard = uow.duty.told_under(f"{complaint.number}.", filed_on)
    taken_up_unheard = not heard and complaint.state is not ComplaintState.NEW
    if taken_up_unheard or heard & set(marks.values()):
        return 0
    rung, text = 0, kit.texts.fill("tugas_aduan", nomor=complaint.number)
    for user in _first_of(readers):
        if tell(uow, kit, [user], f"{text} {console}".rstrip(), now):
            uow.duty.tell(marks[user.id], filed_on, DutyStep.ADMIN, now)
            rung += 1
    return rung


def _first_of(readers: list[User]) -> list[User]:
    """Those who have been given the register; where it names all of them, or there is none, the heads of office."""
    by_role = ([user for user in readers if role in user.roles] for role in READERS)
    return next(found for found in by_role if found)


def _ring_unread(uow: UnitOfWork, kit: Kit, complaint: Complaint, console: str, now: datetime) -> int:
    """An admin whom it does not name, or else any of the staff whom it does not name and who can be reached."""
    mark, today = f"{complaint.number}/tanpa_pembaca", now.astimezone(kit.zone).date()
    if uow.duty.told(mark, today) is not None:
        return 0
    text = f"{kit.texts.fill('tugas_aduan_tanpa_pembaca', nomor=complaint.number)} {console}".rstrip()
    free = [user for user in uow.users.all() if user.active and not complaint.is_hidden_from(user.id)]
    rung = tell(uow, kit, [user for user in free if user.is_admin], text, now) or tell(uow, kit, free, text, now)
    if rung:
        uow.duty.tell(mark, today, DutyStep.ADMIN, now)
    return rung


def ring_requests(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """The admin hears once of each request about personal data that a person must answer (12.3); by number alone."""
    rung = 0
    for request in uow.privacy_requests.open():
        asked_on = request.requested_at.astimezone(kit.zone).date()
        runs_itself = request.kind is FormKind.ERASE and request.contact_id is not None
        if runs_itself or uow.duty.told(request.number, asked_on) is not None:
            continue
        until = describe_moment(request.due_at.astimezone(kit.zone))
        text = kit.texts.fill("tugas_data_pribadi", nomor=request.number, batas_waktu=until)
        told = tell(uow, kit, admins(uow), f"{text} {console}".rstrip(), now)
        if told:
            uow.duty.tell(request.number, asked_on, DutyStep.ADMIN, now)
        rung += told
    return rung


def may_hear_of_faults(kit: Kit, now: datetime) -> bool:
    """Whether an admin with a linked phone has not been told of a fault today: only then faults are looked for."""
    with kit.uow.read() as uow:
        phones = {link.user_id for link in uow.duty.links()}
        return _untold(uow, kit, now) and any(user.id in phones for user in admins(uow))


def ring_faults(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """The admin hears once a day that a channel or the backup needs somebody; which one stands in the console."""
    if not _untold(uow, kit, now):
        return 0
    rung = tell(uow, kit, admins(uow), f"{kit.texts.fill(_FAULT)} {console}".rstrip(), now)
    if rung:
        uow.duty.tell(_FAULT, now.astimezone(kit.zone).date(), DutyStep.ADMIN, now)
    return rung


def _untold(uow: UnitOfWork, kit: Kit, now: datetime) -> bool:
    return uow.duty.told(_FAULT, now.astimezone(kit.zone).date()) is None


def ring_promises(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """On the promised day, once: who holds it hears the number, or all on duty when that one is away (24g)."""
    due: dict[str, list[_Promise]] = defaultdict(list)
    for row in uow.desk_lists.open():
        promised_for, mark = row.consultation.promised_for, promise_mark(row.consultation)
        is_due = promise_of(kit, row.consultation, now) in _DUE
        if promised_for is None or not is_due or uow.duty.told(mark, promised_for) is not None:
            continue
        for user in _answerable(uow, kit, row, now):
            due[user.id].append(_Promise(number=row.consultation.number, mark=mark, day=promised_for))
    rung, heard = 0, set[_Promise]()
    for user in [user for user in uow.users.all() if user.id in due]:
        line = _promises_line(kit, [each.number for each in due[user.id]], console)
        if tell(uow, kit, [user], line, now):
            heard.update(due[user.id])
            rung += 1
    for each in heard:
        uow.duty.tell(each.mark, each.day, DutyStep.ON_DUTY, now)
    return rung


def _answerable(uow: UnitOfWork, kit: Kit, row: Served, now: datetime) -> list[User]:
    """Who holds it; nobody does once that one is *tidak masuk*, and then those on duty answer for it."""
    holder = None if row.holder_id is None else uow.users.get(row.holder_id)
    return on_duty(uow, kit, now) if holder is None else [holder]


def _promises_line(kit: Kit, numbers: list[str], console: str) -> str:
    shown = ", ".join(numbers[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else "")
    return f"{kit.texts.fill('tugas_janji', tiket=shown)} {console}".rstrip()
