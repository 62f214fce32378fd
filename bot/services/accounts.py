"""Staff accounts: first start, login with a throttle, sessions, passwords."""

import hashlib
import re
from collections.abc import Iterable

from bot.core.accounts import (
    FAILURES_PER_IP,
    FAILURES_PER_USER_AND_IP,
    PASSWORD_MAX,
    PASSWORD_MIN,
    THROTTLE_WINDOW,
    Actor,
    Role,
    Session,
    SessionToken,
    User,
    throttled_for,
)
from bot.core.errors import InputRefused, LoginRefused, LoginThrottled, NotLoggedIn
from bot.services.kit import Kit

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")
_TOUCH_AFTER_S = 60


def ensure_admin(kit: Kit, password: str | None) -> str | None:
    """Make the account `admin` on the first start; an office starts with one person: it may serve too.

    Returns:
        The generated password when the account was made and none was given; it is shown once and not stored.
    """
    with kit.uow.read() as uow:
        if uow.users.by_username("admin") is not None:
            return None
    chosen = password or kit.new_token()[:20]
    _check_password(chosen)
    password_hash = kit.hasher.hash(chosen)
    with kit.uow() as uow:
        made = uow.users.add(_user(kit, "admin", "Admin", password_hash, (Role.ADMIN, Role.PETUGAS)))
        uow.commit()
    return chosen if made and not password else None


def log_in(kit: Kit, username: str, password: str, ip: str) -> SessionToken:
    """Check a password and open a session.

    Raises:
        LoginRefused: unknown user, wrong password or disabled account; nothing tells which.
        LoginThrottled: too many failures of this user from this address, or of this address alone.
    """
    name, now = username.strip().lower()[:64], kit.clock()
    since = now - THROTTLE_WINDOW
    with kit.uow.read() as uow:
        pair, address = uow.login_attempts.of_pair(name, ip, since), uow.login_attempts.of_ip(ip, since)
        user = uow.users.by_username(name)
    wait = max(
        throttled_for(pair, FAILURES_PER_USER_AND_IP, now),
        throttled_for(address, FAILURES_PER_IP, now),
    )
    if wait:
        raise LoginThrottled(wait)
    fits = _fits(kit, user.password_hash if user else kit.hasher.dummy, password)
    if user is None or not user.active or not fits:
        with kit.uow() as uow:
            uow.login_attempts.add(name, ip, now)
            uow.commit()
        raise LoginRefused("user name or password is wrong")
    token = SessionToken(kit.new_token())
    with kit.uow() as uow:
        uow.login_attempts.forget_pair(name, ip)
        uow.sessions.add(Session(token_hash=_hash(token), user_id=user.id, created_at=now, seen_at=now))
        uow.audit.add(at=now, actor_id=user.id, action="account.logged_in", subject=user.id, detail={})
        uow.commit()
    return token


def authenticate(kit: Kit, token: str, *, sign_of_life: bool = True) -> Actor:
    """The user of a session.

    Args:
        kit: the use cases' kit.
        token: what the browser holds.
        sign_of_life: whether a person did something; a page that refreshes itself does not prolong the session.

    Raises:
        NotLoggedIn: unknown, revoked, older than 12 hours, idle for an hour, or its account is disabled.
    """
    now = kit.clock()
    with kit.uow.read() as uow:
        session = uow.sessions.get(_hash(token))
        user = None if session is None else uow.users.get(session.user_id)
    if session is None or user is None or not user.active or not session.is_alive(now):
        raise NotLoggedIn("log in again")
    if sign_of_life and (now - session.seen_at).total_seconds() > _TOUCH_AFTER_S:
        with kit.uow() as writing:
            writing.sessions.touch(session.token_hash, now)
            writing.commit()
    return user.as_actor()


def log_out(kit: Kit, token: str) -> None:
    """End one session; an unknown one is no error."""
    with kit.uow() as uow:
        uow.sessions.remove(_hash(token))
        uow.commit()


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
        InputRefused: `sandi_terlalu_pendek` or `sandi_terlalu_panjang`.
    """
    _check_password(new)
    with kit.uow.read() as uow:
        user = uow.users.get(actor.id)
    if user is None or not _fits(kit, user.password_hash, old):
        raise LoginRefused("the present password is wrong")
    password_hash, now = kit.hasher.hash(new), kit.clock()
    with kit.uow() as uow:
        uow.users.set_password(actor.id, password_hash)
        uow.sessions.remove_of(actor.id, but=None if keep is None else _hash(keep))
        uow.audit.add(at=now, actor_id=actor.id, action="account.password_changed", subject=actor.id, detail={})
        uow.commit()


def create_officer(
    kit: Kit, actor: Actor, username: str, name: str, password: str, roles: Iterable[Role] = (Role.PETUGAS,)
) -> str:
    """Make an account for a member of staff; gives its id.

    Raises:
        PermissionRefused: the actor is no admin.
        InputRefused: `nama_pengguna` (3-32 of a-z 0-9 . _ -), `nama_pengguna_dipakai`, `nama`, or a password code.
    """
    actor.require(Role.ADMIN)
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise InputRefused("nama_pengguna")
    if not 2 <= len(name.strip()) <= 100:
        raise InputRefused("nama")
    _check_password(password)
    user = _user(kit, username, name.strip(), kit.hasher.hash(password), roles)
    with kit.uow() as uow:
        if not uow.users.add(user):
            raise InputRefused("nama_pengguna_dipakai")
        uow.audit.add(at=user.created_at, actor_id=actor.id, action="account.created", subject=user.id, detail={})
        uow.commit()
    return user.id


def _user(kit: Kit, username: str, name: str, password_hash: str, roles: Iterable[Role]) -> User:
    return User(
        id=kit.new_id(),
        username=username,
        name=name,
        roles=frozenset(roles),
        password_hash=password_hash,
        active=True,
        created_at=kit.clock(),
    )


def _fits(kit: Kit, password_hash: str, password: str) -> bool:
    return len(password) <= PASSWORD_MAX and kit.hasher.verify(password_hash, password)


def _check_password(password: str) -> None:
    if len(password) < PASSWORD_MIN:
        raise InputRefused("sandi_terlalu_pendek")
    if len(password) > PASSWORD_MAX:
        raise InputRefused("sandi_terlalu_panjang")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
