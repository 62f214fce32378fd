"""*Siap tayang?*: what the office must confirm before going live (service_rules 13, stories 10)."""

from collections.abc import Sequence

from bot.core.accounts import Actor, Role
from bot.core.audit import AuditRow
from bot.core.complaints import READERS, readers_of
from bot.core.errors import InputRefused
from bot.core.readiness import (
    ANSWER_MAX,
    ANSWER_MIN,
    DECREE_NUMBER,
    KEYS,
    Confirmation,
    Readiness,
    Unreviewed,
    access_of,
)
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork


def check(
    kit: Kit, actor: Actor, channels: Sequence[str], unreviewed: Sequence[Unreviewed], has_backup_key: bool
) -> Readiness:
    """What is confirmed and what is open.

    Args:
        kit: the use cases' kit.
        actor: who asks.
        channels: that have their settings.
        unreviewed: entries nobody has checked, risk first.
        has_backup_key: whether PST_BACKUP_KEY is set.

    Raises:
        PermissionRefused: the actor is no admin.
    """
    actor.require(Role.ADMIN)
    with kit.uow.read() as uow:
        admin = uow.users.by_username("admin")
        changed = admin is None or bool(_changes_of_password(uow, admin.id))
        answers = {given.key: given for given in uow.confirmations.all()}
        staff = uow.users.all()
        unread = [each for each in uow.complaints.open() if not readers_of(each, staff)]
        users = [uow.users.get(user_id) for user_id in {given.confirmed_by for given in answers.values()}]
    return Readiness(
        answers=answers,
        names={user.id: user.name for user in users if user is not None},
        channels=access_of(channels, kit.live.written.channels),
        admin_password_changed=changed,
        has_backup_key=has_backup_key,
        unreviewed=tuple(unreviewed),
        has_complaint_reader=any(user.active and user.roles & frozenset(READERS) for user in staff),
        unread_complaints=len(unread),
    )


def _changes_of_password(uow: UnitOfWork, user_id: str) -> list[AuditRow]:
    return uow.audit.newest(user_id=user_id, action="account.password_changed", before=None, limit=1)


def confirm(kit: Kit, actor: Actor, key: str, answer: str) -> None:
    """Store the office's answer to one question; a later one takes its place.

    Raises:
        PermissionRefused: the actor is no admin.
        InputRefused: `hal`: no such question; `jawaban`: not 2 to 500 characters.
    """
    actor.require(Role.ADMIN)
    if key not in KEYS:
        raise InputRefused("hal")
    words = " ".join(answer.split())
    if not ANSWER_MIN <= len(words) <= ANSWER_MAX:
        raise InputRefused("jawaban")
    now = kit.clock()
    with kit.uow() as uow:
        uow.confirmations.save(Confirmation(key=key, answer=words, confirmed_by=actor.id, confirmed_at=now))
        uow.audit.add(at=now, actor_id=actor.id, action="readiness.confirmed", subject=key, detail={})
        uow.commit()


def decree_number(kit: Kit) -> str | None:
    """The number of the standard's decree, for everybody; None until the office has filled it in (A-15)."""
    with kit.uow.read() as uow:
        return next((given.answer for given in uow.confirmations.all() if given.key == DECREE_NUMBER), None)
