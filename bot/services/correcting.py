"""What a consultation was about, corrected at any time until its month is locked (stories 8)."""

from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.core.consultations import Subject, about
from bot.core.errors import ConversationUnknown, InputRefused, MonthLocked
from bot.core.reports.month import Month
from bot.services.holding import check_holder, finish, locked
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork


def correct(kit: Kit, actor: Actor, consultation_id: str, subject: Subject) -> None:
    """Choose category, topic and need: its holder while it is open, any petugas once it is closed.

    Raises:
        PermissionRefused: the actor is no petugas.
        ConversationUnknown: there is no such consultation.
        NotHolder: it is open and the actor does not hold it.
        InputRefused: `pokok`: the subject is too long.
        MonthLocked: the report of its month is locked.
    """
    actor.require(Role.PETUGAS)
    if not subject.fits:
        raise InputRefused("pokok")
    with kit.uow() as uow:
        found = uow.consultations.get(consultation_id)
        if found is None:
            raise ConversationUnknown("there is no such consultation")
        conversation = locked(uow, found.conversation_id)
        consultation = uow.consultations.get(consultation_id) or found  # as it is under the lock
        if consultation.closed_at is None:
            check_holder(conversation, actor)
        check_month(uow, kit, consultation.requested_at)
        uow.consultations.save(about(consultation, subject))
        finish(uow, actor, consultation, "consultation.subject_corrected", kit.clock())


def check_month(uow: UnitOfWork, kit: Kit, at: datetime) -> None:
    """Refuse to change what a locked report has counted.

    Raises:
        MonthLocked: the report of that month is locked.
    """
    if month_is_locked(uow, kit, at):
        raise MonthLocked("the report of this month is locked")


def month_is_locked(uow: UnitOfWork, kit: Kit, at: datetime) -> bool:
    """Whether what happened then stands in a locked report."""
    return uow.report_locks.has(Month.of(at.astimezone(kit.zone).date()))
