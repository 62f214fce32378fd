"""Rings officers' own phones while somebody waits, in three steps, inside the service hours (stories 6, 14)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.consultations import Consultation
from bot.core.conversations import State
from bot.core.duty import DutyStep, step_after
from bot.core.service_hours import describe_moment
from bot.core.working_time import working_time_between
from bot.services import faults_seen
from bot.services.backups import Vault
from bot.services.duty_calls import may_hear_of_faults, ring_complaints, ring_faults, ring_promises, ring_requests
from bot.services.duty_people import admins, recipients, tell
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.reachable import CUT_OFF_AFTER, is_cut_off
from bot.services.transfer import left_alone_for, left_alone_since

_CUT_OFF = "petugas_tidak_terhubung"


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
    broken = may_hear_of_faults(kit, now) and bool(faults_seen.standing(kit, vault))
    with kit.uow() as uow:
        waiting = _waiting(uow, kit, now)
        rung = _ring_waiting(uow, kit, waiting, console, now) + _ring_cut_off(uow, kit, now) if waiting else 0
        rung += ring_complaints(uow, kit, console, now) + ring_requests(uow, kit, console, now)
        rung += ring_promises(uow, kit, console, now)
        rung += ring_faults(uow, kit, console, now) if broken else 0
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
    return tell(uow, kit, recipients(uow, kit, step, now), f"{text} {console}".rstrip(), now)


def _since(at: datetime, today: date) -> str:
    """`15.20`, with its day when that is not today."""
    return f"{at:%H.%M}" if at.date() == today else describe_moment(at)


def _ring_cut_off(uow: UnitOfWork, kit: Kit, now: datetime) -> int:
    """The admin hears once a day that no console is connected while somebody waits (stories 14)."""
    today = now.astimezone(kit.zone).date()
    if not is_cut_off(uow, kit, now) or uow.duty.told(_CUT_OFF, today) is not None:
        return 0
    since = f"{(now - CUT_OFF_AFTER).astimezone(kit.zone):%H.%M}"
    rung = tell(uow, kit, admins(uow), kit.texts.fill("tugas_tidak_terhubung", jam=since), now)
    if rung:
        uow.duty.tell(_CUT_OFF, today, DutyStep.ADMIN, now)
    return rung


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
