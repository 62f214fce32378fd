"""Rings officers' own phones while somebody waits, in three steps, inside the service hours (stories 6, 14)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.accounts import Role, User
from bot.core.complaints import Complaint, ComplaintState
from bot.core.consultations import Consultation
from bot.core.conversations import State
from bot.core.duty import DutyStep, step_after
from bot.core.forms.form import FormKind
from bot.core.messages import Speaker
from bot.core.service_hours import describe_moment
from bot.core.working_time import working_time_between
from bot.services import deliver, faults_seen
from bot.services.backups import Vault
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.reachable import CUT_OFF_AFTER, is_cut_off
from bot.services.transfer import left_alone_for, left_alone_since

_CUT_OFF = "petugas_tidak_terhubung"
_FAULT = "tugas_gangguan"
_NEWEST = 50


@dataclass(frozen=True, kw_only=True)
class _Calling:
    """Somebody who needs an officer; `mark` is of this waiting alone, in the queue or held by who is away."""

    consultation: Consultation
    mark: str
    waited: timedelta


def ring(kit: Kit, console: str, vault: Vault | None = None) -> int:
    """Tell those whose turn it is; gives how many notices went out. Quiet outside the service hours.

    Args:
        kit: the use cases' kit.
        console: the console's address for the notice; empty where none is reachable from a phone.
        vault: where the backups lie; None = this copy makes none.
    """
    now = kit.clock()
    if not kit.hours.is_open(now):
        return 0
    broken = bool(faults_seen.standing(kit, vault))
    with kit.uow() as uow:
        waiting = _waiting(uow, kit, now)
        rung = _ring_waiting(uow, kit, waiting, console, now) + _ring_cut_off(uow, kit, now) if waiting else 0
        rung += _ring_complaints(uow, kit, console, now) + _ring_requests(uow, kit, console, now)
        rung += _ring_faults(uow, kit, console, now) if broken else 0
        uow.commit()
    return rung


def _ring_waiting(uow: UnitOfWork, kit: Kit, waiting: list[_Calling], console: str, now: datetime) -> int:
    """One notice for all whose next step is due: the furthest step says who hears it."""
    today = now.astimezone(kit.zone).date()
    opening = datetime.combine(today, kit.hours.periods_on(today)[0].start, kit.zone)
    open_for = working_time_between(kit.hours, opening, now)
    due: dict[DutyStep, Consultation] = {}
    for each in waiting:
        step = step_after(min(each.waited, open_for))
        told = uow.duty.told(each.mark, today)
        if told is None or told < step:
            uow.duty.tell(each.mark, today, step, now)
            due.setdefault(step, each.consultation)
    if not due:
        return 0
    step, first = max(due.items())
    text = kit.texts.fill(
        "tugas_menunggu",
        jumlah=str(len(waiting)),
        jam=_since(waiting[0].consultation.waiting_since.astimezone(kit.zone), today),
        tiket=first.number,
    )
    return _tell(uow, kit, _recipients(uow, kit, step, now), f"{text} {console}".rstrip(), now)


def _since(at: datetime, today: date) -> str:
    """`15.20`, with its day when that is not today."""
    return f"{at:%H.%M}" if at.date() == today else describe_moment(at)


def _ring_cut_off(uow: UnitOfWork, kit: Kit, now: datetime) -> int:
    """The admin hears once a day that no console is connected while somebody waits (stories 14)."""
    today = now.astimezone(kit.zone).date()
    if not is_cut_off(uow, kit, now) or uow.duty.told(_CUT_OFF, today) is not None:
        return 0
    uow.duty.tell(_CUT_OFF, today, DutyStep.ADMIN, now)
    since = f"{(now - CUT_OFF_AFTER).astimezone(kit.zone):%H.%M}"
    return _tell(uow, kit, _admins(uow), kit.texts.fill("tugas_tidak_terhubung", jam=since), now)


def _ring_faults(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """The admin hears once a day that a channel or the backup needs somebody; which one stands in the console."""
    today = now.astimezone(kit.zone).date()
    if uow.duty.told(_FAULT, today) is not None:
        return 0
    uow.duty.tell(_FAULT, today, DutyStep.ADMIN, now)
    return _tell(uow, kit, _admins(uow), f"{kit.texts.fill(_FAULT)} {console}".rstrip(), now)


def _ring_complaints(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """Whoever reads complaints hears once of each new one, by number alone; never of one about themselves (10.4)."""
    rung = 0
    for complaint in uow.complaints.all(_NEWEST):
        filed_on = complaint.filed_at.astimezone(kit.zone).date()
        if complaint.state is not ComplaintState.NEW or uow.duty.told(complaint.id, filed_on) is not None:
            continue
        uow.duty.tell(complaint.id, filed_on, DutyStep.ADMIN, now)
        text = f"{kit.texts.fill('tugas_aduan', nomor=complaint.number)} {console}".rstrip()
        rung += _tell(uow, kit, _readers(uow, complaint), text, now)
    return rung


def _ring_requests(uow: UnitOfWork, kit: Kit, console: str, now: datetime) -> int:
    """The admin hears once of each request about personal data that a person must answer (12.3); by number alone."""
    rung = 0
    for request in uow.privacy_requests.open():
        asked_on = request.requested_at.astimezone(kit.zone).date()
        if request.kind is FormKind.ERASE or uow.duty.told(request.number, asked_on) is not None:
            continue  # an erasure needs nobody
        uow.duty.tell(request.number, asked_on, DutyStep.ADMIN, now)
        until = describe_moment(request.due_at.astimezone(kit.zone))
        text = kit.texts.fill("tugas_data_pribadi", nomor=request.number, batas_waktu=until)
        rung += _tell(uow, kit, _admins(uow), f"{text} {console}".rstrip(), now)
    return rung


def _readers(uow: UnitOfWork, complaint: Complaint) -> list[User]:
    """Who reads it; where it names all of them the heads, else the admins: somebody else must be given the role."""
    free = [user for user in uow.users.all() if user.active and not complaint.is_hidden_from(user.id)]
    for role in (Role.PENGADUAN, Role.PIMPINAN):
        if found := [user for user in free if role in user.roles]:
            return found
    return [user for user in free if Role.ADMIN in user.roles]


def _admins(uow: UnitOfWork) -> list[User]:
    return [user for user in uow.users.all() if user.active and Role.ADMIN in user.roles]


def _waiting(uow: UnitOfWork, kit: Kit, now: datetime) -> list[_Calling]:
    """Who waits for an officer, in the queue or held by one who is away (stories 6), in the order of the queue."""
    calling = []
    for row in uow.desk_lists.open():
        consultation = row.consultation
        if row.state is State.WAITING:
            since = consultation.queueing_since
            waited: timedelta | None = working_time_between(kit.hours, since, now)
        elif row.holder_id is not None and consultation.owed:
            holder = uow.presences.get(row.holder_id)
            since = left_alone_since(holder, consultation) or now
            waited = left_alone_for(kit, holder, consultation, now)
        else:
            continue
        if waited is not None:
            mark = f"{consultation.number}.{row.state.value}.{since.timestamp():.0f}"
            calling.append(_Calling(consultation=consultation, mark=mark, waited=waited))
    return calling


def _recipients(uow: UnitOfWork, kit: Kit, step: DutyStep, now: datetime) -> list[User]:
    """Step 1: on duty today (everybody where no roster is kept) and not at a console; 2: all officers; 3: admins."""
    users = [user for user in uow.users.all() if user.active]
    if step is DutyStep.ADMIN:
        return [user for user in users if Role.ADMIN in user.roles]
    today = now.astimezone(kit.zone).date()
    present = {user.id: uow.presences.get(user.id) for user in users if Role.PETUGAS in user.roles}
    officers = [user for user in users if user.id in present and not present[user.id].is_absent(today)]
    if step is DutyStep.EVERYBODY:
        return officers
    roster = kit.settings.roster.days[today.weekday()]
    on_duty = [user for user in officers if not roster or user.id in roster]
    return [user for user in on_duty if not present[user.id].takes_chats(now, today)]


def _tell(uow: UnitOfWork, kit: Kit, users: Collection[User], text: str, now: datetime) -> int:
    links = {link.user_id: link for link in uow.duty.links()}
    told = 0
    for user in users:
        link = links.get(user.id)
        conversation = None if link is None else uow.conversations.get(link.conversation_id, lock=True)
        if conversation is None:
            continue
        shut = conversation.channel in kit.windowed and (conversation.window_until or now) <= now
        template = kit.office.whatsapp.duty_template if shut else None
        if shut and template is None:
            continue  # it would wait for the officer to write, and ring long after
        notice = deliver.compose(kit, conversation, text, now, speaker=Speaker.SYSTEM, template=template)
        uow.conversations.save(deliver.store(uow, kit, conversation, notice))
        told += 1
    return told
