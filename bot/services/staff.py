"""What an admin does with accounts: list, make, rename, roles, deactivate, passwords and lost phones."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.core.accounts import Actor, Role, User, readable_code
from bot.core.called_names import called
from bot.core.errors import InputRefused, LastAdmin, UserUnknown
from bot.services.accounts import checked_name, checked_roles, create_officer
from bot.services.credentials import FAILURES, locked_user
from bot.services.holding import release_all
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

FAILURES_SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account as an admin sees it: no hashes, no secrets.

    Attributes:
        nameless: its names are words of an office alone, so that no complaint can be told to be about it (10.4).
    """

    id: str
    username: str
    name: str
    roles: frozenset[Role]
    active: bool
    waits_for_password: bool
    two_steps: bool
    held: int  # conversations
    failed_logins: int  # in the last seven days
    nameless: bool


def accounts_of_staff(kit: Kit, actor: Actor) -> list[Account]:
    """Every account, by user name.

    Raises:
        PermissionRefused: the actor is no admin.
    """
    actor.require(Role.ADMIN)
    with kit.uow.read() as uow:
        held = uow.desk_lists.held_counts()
        failed = uow.audit.counts(FAILURES, kit.clock() - FAILURES_SHOWN_FOR)
        return [
            Account(
                id=user.id,
                username=user.username,
                name=user.name,
                roles=user.roles,
                active=user.active,
                waits_for_password=user.must_change_password,
                two_steps=user.totp_secret is not None,
                held=held.get(user.id, 0),
                failed_logins=failed.get(user.id, 0),
                nameless=not called(user.name, user.username, kit.office_words),
            )
            for user in uow.users.all()
        ]


def create(kit: Kit, actor: Actor, username: str, name: str, roles: Iterable[Role]) -> str:
    """Make an account with a one-time password, which is given back to be told to the person and not stored.

    Raises:
        PermissionRefused: the actor is no admin.
        InputRefused: as `accounts.create_officer`.
    """
    password = readable_code(kit.new_token())
    create_officer(kit, actor, username, name, password, roles, must_change=True)
    return password


def rename(kit: Kit, actor: Actor, user_id: str, name: str) -> None:
    """Change the name that colleagues see.

    Raises:
        PermissionRefused: the actor is no admin.
        UserUnknown: there is no such account.
        InputRefused: `nama`.
    """
    actor.require(Role.ADMIN)
    chosen = checked_name(name)
    with kit.uow() as uow:
        _store(uow, kit, actor, replace(locked_user(uow, user_id), name=chosen), "account.renamed")


def set_roles(kit: Kit, actor: Actor, user_id: str, roles: Iterable[Role]) -> None:
    """Give an account other roles; they count from its next action on.

    Who loses *petugas* gives the people it holds back to the queue.

    Raises:
        PermissionRefused: the actor is no admin.
        UserUnknown: there is no such account.
        InputRefused: `peran`: none was chosen.
        LastAdmin: nobody could manage accounts any more.
    """
    actor.require(Role.ADMIN)
    chosen = checked_roles(roles)
    with kit.uow() as uow:
        user = _among_all(uow, user_id)
        changed = replace(user, roles=chosen)
        _refuse_without_admin(uow, changed)
        if Role.PETUGAS not in chosen:
            release_all(uow, user_id, kit.clock())
        detail = {"roles": ",".join(sorted(role.value for role in chosen))}
        _store(uow, kit, actor, changed, "account.roles_set", detail)


def deactivate(kit: Kit, actor: Actor, user_id: str) -> None:
    """Close an account and its sessions; whom it holds goes back to the queue, what it did stays in the trail.

    Raises:
        PermissionRefused: the actor is no admin.
        UserUnknown: there is no such account.
        LastAdmin: nobody could manage accounts any more.
    """
    actor.require(Role.ADMIN)
    with kit.uow() as uow:
        changed = replace(_among_all(uow, user_id), active=False)
        _refuse_without_admin(uow, changed)
        release_all(uow, user_id, kit.clock())
        uow.sessions.remove_of(user_id, but=None)
        uow.trusted_devices.forget(user_id)
        _store(uow, kit, actor, changed, "account.deactivated")


def activate(kit: Kit, actor: Actor, user_id: str) -> None:
    """Open a closed account again; its password is the one it had.

    Raises:
        PermissionRefused: the actor is no admin.
        UserUnknown: there is no such account.
    """
    actor.require(Role.ADMIN)
    with kit.uow() as uow:
        _store(uow, kit, actor, replace(locked_user(uow, user_id), active=True), "account.activated")


def reset_password(kit: Kit, actor: Actor, user_id: str) -> str:
    """Give an account a one-time password, which is given back; its sessions end and its PIN is forgotten.

    Raises:
        PermissionRefused: the actor is no admin.
        UserUnknown: there is no such account.
        InputRefused: `diri_sendiri`: for oneself there is the change of password.
    """
    actor.require(Role.ADMIN)
    if user_id == actor.id:
        raise InputRefused("diri_sendiri")
    password = readable_code(kit.new_token())
    password_hash = kit.hasher.hash(password)
    with kit.uow() as uow:
        user = locked_user(uow, user_id)
        changed = replace(user, password_hash=password_hash, must_change_password=True, pin_hash=None)
        uow.sessions.remove_of(user_id, but=None)
        _store(uow, kit, actor, changed, "account.password_reset")
    return password


def reset_second_factor(kit: Kit, actor: Actor, user_id: str) -> None:
    """Forget the second factor of somebody who has lost phone and recovery codes; sessions end.

    Raises:
        PermissionRefused: the actor is no admin.
        UserUnknown: there is no such account.
        InputRefused: `diri_sendiri`: one's own is switched off with the password.
    """
    actor.require(Role.ADMIN)
    if user_id == actor.id:
        raise InputRefused("diri_sendiri")
    with kit.uow() as uow:
        user = locked_user(uow, user_id)
        uow.trusted_devices.forget(user_id)
        uow.recovery_codes.replace(user_id, ())
        uow.sessions.remove_of(user_id, but=None)
        changed = replace(user, totp_secret=None, totp_pending=None)
        _store(uow, kit, actor, changed, "account.second_factor_reset")


def _among_all(uow: UnitOfWork, user_id: str) -> User:
    """The account, with all accounts locked: two admins may not remove one another at the same moment."""
    found = next((user for user in uow.users.all(lock=True) if user.id == user_id), None)
    if found is None:
        raise UserUnknown("there is no such account")
    return found


def _refuse_without_admin(uow: UnitOfWork, changed: User) -> None:
    if not changed.is_admin and not any(user.is_admin for user in uow.users.all() if user.id != changed.id):
        raise LastAdmin("the last active admin must stay one")


def _store(
    uow: UnitOfWork, kit: Kit, actor: Actor, changed: User, action: str, detail: dict[str, str] | None = None
) -> None:
    uow.users.save(changed)
    uow.audit.add(at=kit.clock(), actor_id=actor.id, action=action, subject=changed.id, detail=detail or {})
    uow.commit()
