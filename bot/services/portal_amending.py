"""A case of the portal that was entered wrongly: mended, or taken back, until its month is locked (stories 8)."""

from dataclasses import replace
from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category
from bot.core.errors import InputRefused, PortalCaseUnknown, PortalNumberTaken
from bot.core.portal import NUMBER_MAX, TOPIC_MAX, PortalCase
from bot.services.correcting import check_month
from bot.services.kit import Kit
from bot.services.portal import finish, line, past
from bot.services.ports import UnitOfWork

_TAKEN_BACK = " (salah catat {})"


def amend(
    kit: Kit, actor: Actor, case_id: str, number: str, category: Category, submitted_at: datetime, topic: str = ""
) -> None:
    """*Ubah*: what was typed when it was entered, open or closed.

    Raises:
        PermissionRefused: the actor is no petugas.
        PortalCaseUnknown: there is no such case, or it was taken back.
        InputRefused: `nomor`, `topik` as in `portal.enter`; `waktu`: in the future, or after what happened since.
        PortalNumberTaken: another case has this number.
        MonthLocked: the report of its month, or of the new one, is locked.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    named = line(topic, "topik", TOPIC_MAX) if topic.strip() else None
    with kit.uow() as uow:
        case = _case(uow, kit, case_id)
        changed = replace(
            case,
            number=line(number, "nomor", NUMBER_MAX),
            category=category,
            topic=named,
            submitted_at=past(submitted_at, now),
        )
        since = (case.first_answer_at, case.last_officer_at, case.last_user_at, case.closed_at)
        if any(at is not None and at < changed.submitted_at for at in since):
            raise InputRefused("waktu")
        check_month(uow, kit, changed.submitted_at)
        if changed.number != case.number and uow.portal_cases.has(changed.number):
            raise PortalNumberTaken("this number stands in the register")
        uow.portal_cases.save(changed)
        finish(uow, actor, case, "portal.amended", now)


def withdraw(kit: Kit, actor: Actor, case_id: str) -> None:
    """*Salah catat*: it counts nowhere any more, and its number is free to be entered rightly.

    Raises:
        PermissionRefused: the actor is no petugas.
        PortalCaseUnknown: there is no such case, or it was taken back.
        MonthLocked: the report of its month is locked.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    with kit.uow() as uow:
        case = _case(uow, kit, case_id)
        mark = _TAKEN_BACK.format(kit.new_id()[-8:])
        uow.portal_cases.save(replace(case, withdrawn_at=now, number=case.number[: NUMBER_MAX - len(mark)] + mark))
        finish(uow, actor, case, "portal.withdrawn", now)


def _case(uow: UnitOfWork, kit: Kit, case_id: str) -> PortalCase:
    case = uow.portal_cases.get(case_id)
    if case is None or case.withdrawn_at is not None:
        raise PortalCaseUnknown("there is no such case")
    check_month(uow, kit, case.submitted_at)
    return case
