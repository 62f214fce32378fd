"""The audit trail: read by admin and pimpinan, checked by anybody at the server."""

from dataclasses import dataclass

from bot.core.accounts import Actor, Role
from bot.core.audit import AuditRow
from bot.services.kit import Kit

PAGE = 100
_BATCH = 1_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row of the trail with names instead of ids where staff is meant."""

    row: AuditRow
    actor_name: str | None
    subject_name: str | None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What checking the chain found."""

    rows: int
    last_hash: str
    broken_id: int | None  # the first row that is not what it was; None = all are


def trail(
    kit: Kit,
    actor: Actor,
    *,
    user_id: str | None = None,
    action: str | None = None,
    before: int | None = None,
) -> list[Entry]:
    """Who did what, newest first, a page at a time.

    Args:
        kit: the use cases' kit.
        actor: admin or pimpinan.
        user_id: only what this user did.
        action: only this kind of action.
        before: only rows with a smaller id: the next page.

    Raises:
        PermissionRefused: the actor is neither admin nor pimpinan (stories 8).
    """
    actor.require(Role.ADMIN, Role.PIMPINAN)
    with kit.uow.read() as uow:
        names = {user.id: user.name for user in uow.users.all()}
        rows = uow.audit.newest(user_id=user_id, action=action, before=before, limit=PAGE)
    return [
        Entry(row=row, actor_name=names.get(row.actor_id or ""), subject_name=names.get(row.subject)) for row in rows
    ]


def choices(kit: Kit, actor: Actor) -> tuple[dict[str, str], list[str]]:
    """What the trail can be narrowed by: names of users by id, and the kinds of actions that occur.

    Raises:
        PermissionRefused: the actor is neither admin nor pimpinan.
    """
    actor.require(Role.ADMIN, Role.PIMPINAN)
    with kit.uow.read() as uow:
        return {user.id: user.name for user in uow.users.all()}, uow.audit.actions()


def verify(kit: Kit) -> Verdict:
    """Follow the chain from its first row; needs no account, because it is run at the server."""
    before: AuditRow | None = None
    while True:
        with kit.uow.read() as uow:
            rows = uow.audit.after(0 if before is None else before.id, _BATCH)
        for row in rows:
            if not row.follows(before):
                return Verdict(rows=0 if before is None else before.id, last_hash=_hash(before), broken_id=row.id)
            before = row
        if len(rows) < _BATCH:
            return Verdict(rows=0 if before is None else before.id, last_hash=_hash(before), broken_id=None)


def _hash(row: AuditRow | None) -> str:
    return "" if row is None else row.hash
