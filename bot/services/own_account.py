"""*Akun saya*: the own password and view, and sessions: one's own for everybody, all of them for an admin."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.core.errors import InputRefused, NotFound, UserUnknown
from bot.services.credentials import check_password, hash_of, locked_user, prove_oneself
from bot.services.kit import Kit


@dataclass(frozen=True, kw_only=True)
class OpenSession:
    """A login somewhere; its id names it and opens nothing."""

    id: str
    user_id: str
    user_name: str
    agent: str
    created_at: datetime
    seen_at: datetime
    locked: bool
    present: bool  # the one that asks


@dataclass(frozen=True, kw_only=True)
class OwnAccount:
    """What a user may know of the own account."""

    username: str
    name: str
    roles: frozenset[Role]
    has_pin: bool
    two_steps: bool
    recovery_codes: int


def own_account(kit: Kit, actor: Actor) -> OwnAccount:
    """The actor's account; any role."""
    with kit.uow.read() as uow:
        user = uow.users.get(actor.id)
        if user is None:
            raise UserUnknown("there is no such account")
        return OwnAccount(
            username=user.username,
            name=user.name,
            roles=user.roles,
            has_pin=user.pin_hash is not None,
            two_steps=user.totp_secret is not None,
            recovery_codes=uow.recovery_codes.count(user.id),
        )


def change_password(kit: Kit, actor: Actor, old: str, new: str, *, keep: str | None = None) -> None:
    """Set another password and end all other sessions of the user.

    Args:
        kit: the use cases' kit.
        actor: whose password.
        old: the present one.
        new: 10 to 256 characters.
        keep: the token of the session that goes on.

    Raises:
        LoginRefused: `old` is wrong.
        InputRefused: `sandi_terlalu_pendek`, `sandi_terlalu_panjang`, or `sandi_sama`: it is the present one.
    """
    check_password(new)
    prove_oneself(kit, actor.id, old)
    if new == old:
        raise InputRefused("sandi_sama")
    password_hash, now = kit.hasher.hash(new), kit.clock()
    with kit.uow() as uow:
        user = locked_user(uow, actor.id)
        uow.users.save(replace(user, password_hash=password_hash, must_change_password=False))
        uow.sessions.remove_of(actor.id, but=None if keep is None else hash_of(keep))
        uow.audit.add(at=now, actor_id=actor.id, action="account.password_changed", subject=actor.id, detail={})
        uow.commit()


def own_sessions(kit: Kit, actor: Actor, token: str) -> list[OpenSession]:
    """Where the actor is logged in, newest sign of life first; any role."""
    return _sessions(kit, actor.id, token)


def all_sessions(kit: Kit, actor: Actor, token: str) -> list[OpenSession]:
    """Where everybody is logged in.

    Raises:
        PermissionRefused: the actor is no admin.
    """
    actor.require(Role.ADMIN)
    return _sessions(kit, None, token)


def end_session(kit: Kit, actor: Actor, session_id: str) -> None:
    """End a session; its open pages lose their sockets. One's own, or anybody's for an admin.

    Raises:
        PermissionRefused: it is somebody else's, and the actor is no admin.
        NotFound: it has ended already.
    """
    now = kit.clock()
    with kit.uow() as uow:
        session = uow.sessions.get(session_id)
        if session is None:
            raise NotFound("this session has ended already")
        if session.user_id != actor.id:
            actor.require(Role.ADMIN)
        uow.sessions.remove(session_id)
        uow.audit.add(at=now, actor_id=actor.id, action="account.session_ended", subject=session.user_id, detail={})
        uow.commit()


def set_full_view(kit: Kit, actor: Actor, full_view: bool) -> None:
    """Show the rarely used places in the menu, or hide them (stories 25); any role."""
    with kit.uow() as uow:
        uow.users.save(replace(locked_user(uow, actor.id), full_view=full_view))
        uow.commit()


def _sessions(kit: Kit, user_id: str | None, token: str) -> list[OpenSession]:
    now, present = kit.clock(), hash_of(token)
    with kit.uow.read() as uow:
        users = {user.id: user for user in uow.users.all()}
        return [
            OpenSession(
                id=each.token_hash,
                user_id=each.user_id,
                user_name=users[each.user_id].name,
                agent=each.agent,
                created_at=each.created_at,
                seen_at=each.seen_at,
                locked=each.is_locked(now),
                present=each.token_hash == present,
            )
            for each in uow.sessions.all(user_id)
            if each.is_alive(now, has_pin=users[each.user_id].pin_hash is not None)
        ]
