"""Duty notices about what waits for one reader or holder: complaints, requests about data, promised days."""

from collections import defaultdict
from datetime import datetime

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
_NEWEST = 50
_SHOWN = 5  # numbers in one notice; the queue has them all
_DUE = (PromiseState.NEAR, PromiseState.LATE)


def ring_complaints(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """Whoever reads complaints hears once of each new one, by number alone; never of one about themselves (10.4).

    One that nobody may read is told to the admin each day, who sees its number and nothing else of it.
    """
    rung, staff = 0, uow.users.all()
    for complaint in uow.complaints.all(_NEWEST):
        readers = readers_of(complaint, staff)
        if complaint.is_open and not readers:
            rung += _ring_unread(uow, kit, complaint, console, now)
        if complaint.state is not ComplaintState.NEW or not readers:
            continue
        filed_on = complaint.filed_at.astimezone(kit.zone).date()
        if uow.duty.told(complaint.id, filed_on) is None:
            uow.duty.tell(complaint.id, filed_on, DutyStep.ADMIN, now)
            text = kit.texts.fill("tugas_aduan", nomor=complaint.number)
            rung += tell(uow, kit, _first_of(readers), f"{text} {console}".rstrip(), now)
    return rung


def _first_of(readers: list[User]) -> list[User]:
    """Those who have been given the register; where it names all of them, or there is none, the heads of office."""
    by_role = ([user for user in readers if role in user.roles] for role in READERS)
    return next(found for found in by_role if found)


def _ring_unread(uow: UnitOfWork, kit: Kit, complaint: Complaint, console: str, now: datetime) -> int:
    mark, today = f"{complaint.number}.tanpa_pembaca", now.astimezone(kit.zone).date()
    if uow.duty.told(mark, today) is not None:
        return 0
    uow.duty.tell(mark, today, DutyStep.ADMIN, now)
    free = [user for user in admins(uow) if not complaint.is_hidden_from(user.id)]
    text = kit.texts.fill("tugas_aduan_tanpa_pembaca", nomor=complaint.number)
    return tell(uow, kit, free, f"{text} {console}".rstrip(), now)


def ring_requests(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """The admin hears once of each request about personal data that a person must answer (12.3); by number alone."""
    rung = 0
    for request in uow.privacy_requests.open():
        asked_on = request.requested_at.astimezone(kit.zone).date()
        runs_itself = request.kind is FormKind.ERASE and request.contact_id is not None
        if runs_itself or uow.duty.told(request.number, asked_on) is not None:
            continue
        uow.duty.tell(request.number, asked_on, DutyStep.ADMIN, now)
        until = describe_moment(request.due_at.astimezone(kit.zone))
        text = kit.texts.fill("tugas_data_pribadi", nomor=request.number, batas_waktu=until)
        rung += tell(uow, kit, admins(uow), f"{text} {console}".rstrip(), now)
    return rung


def ring_faults(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """The admin hears once a day that a channel or the backup needs somebody; which one stands in the console."""
    today = now.astimezone(kit.zone).date()
    if uow.duty.told(_FAULT, today) is not None:
        return 0
    uow.duty.tell(_FAULT, today, DutyStep.ADMIN, now)
    return tell(uow, kit, admins(uow), f"{kit.texts.fill(_FAULT)} {console}".rstrip(), now)


def ring_promises(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """On the promised day, once: who holds it hears the number, or all on duty when that one is away (24g)."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for row in uow.desk_lists.open():
        promised_for, mark = row.consultation.promised_for, promise_mark(row.consultation)
        due = promise_of(kit, row.consultation, now) in _DUE
        if promised_for is None or not due or uow.duty.told(mark, promised_for) is not None:
            continue
        uow.duty.tell(mark, promised_for, DutyStep.ON_DUTY, now)
        for user in _answerable(uow, kit, row, now):
            numbers[user.id].append(row.consultation.number)
    told = [user for user in uow.users.all() if user.id in numbers]
    return sum(tell(uow, kit, [user], _promises_line(kit, numbers[user.id], console), now) for user in told)


def _answerable(uow: UnitOfWork, kit: Kit, row: Served, now: datetime) -> list[User]:
    """Who holds it; nobody does once that one is *tidak masuk*, and then those on duty answer for it."""
    holder = None if row.holder_id is None else uow.users.get(row.holder_id)
    return on_duty(uow, kit, now) if holder is None else [holder]


def _promises_line(kit: Kit, numbers: list[str], console: str) -> str:
    shown = ", ".join(numbers[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else "")
    return f"{kit.texts.fill('tugas_janji', tiket=shown)} {console}".rstrip()
