"""Staff accounts: first start, login with a throttle, sessions, new accounts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.accounts import (
    DEVICE_TRUST,
    Actor,
    Role,
    Session,
    SessionToken,
    Step,
    User,
    next_step,
)
from bot.core.errors import InputRefused, LoginRefused, NotLoggedIn, StepNeeded
from bot.services.credentials import (
    WRONG_PASSWORD,
    check_password,
    fits,
    hash_of,
    record_failure,
)
from bot.services.kit import Kit
from bot.services.throttle import refuse_throttled

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")
_TOUCH_AFTER_S = 60


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whose session it is, and what it must still give before it may act."""

    actor: Actor
    step: Step | None


def ensure_admin(kit: Kit, password: str | None) -> str | None:
    """Make the account `admin` on the first start; an office starts with one person: it may serve too.

    Returns:
        The generated password when the account was made and none was given; it is shown once, not stored, and good
        for the first login only.
    """
    with kit.uow.read() as uow:
        if uow.users.by_username("admin") is not None:
            return None
    chosen = password or kit.new_token()[:20]
    check_password(chosen)
    password_hash = kit.hasher.hash(chosen)
    with kit.uow() as uow:
        admin = _user(kit, "admin", "Admin", password_hash, (Role.ADMIN, Role.PETUGAS))
        made = uow.users.add(replace(admin, must_change_password=not password))
        uow.commit()
    return chosen if made and not password else None


def log_in(
    kit: Kit, username: str, password: str, ip: str, *, device: str | None = None, agent: str = ""
) -> SessionToken:
    """Check a password and open a session; a second factor is asked once per device in 30 days (stories 25).

    Args:
        kit: the use cases' kit.
        username: as typed.
        password: as typed.
        ip: where the person sits, for the throttle.
        device: the cookie of a browser that was shown a code before.
        agent: the browser in words.

    Raises:
        LoginRefused: unknown user, wrong password or disabled account; nothing tells which.
        LoginThrottled: too many failures of this user from this address, or of this address alone.
    """
    name, now = username.strip().lower()[:64], kit.clock()
    refuse_throttled(kit, name, ip, now)
    with kit.uow.read() as uow:
        user = uow.users.by_username(name)
    right = fits(kit, user.password_hash if user else kit.hasher.dummy, password)
    if user is None or not user.active or not right:
        with kit.uow() as uow:
            uow.login_attempts.add(name, ip, now)
            record_failure(uow, WRONG_PASSWORD, user, now)
            uow.commit()
        raise LoginRefused("user name or password is wrong")
    token = SessionToken(kit.new_token())
    with kit.uow() as uow:
        trusted = None if device is None else uow.trusted_devices.trusted_at(hash_of(device), user.id)
        proven = user.totp_secret is None or (trusted is not None and now < trusted + DEVICE_TRUST)
        if proven:
            uow.login_attempts.forget_pair(name, ip)
        uow.sessions.add(
            Session(
                token_hash=hash_of(token), user_id=user.id, created_at=now, seen_at=now, agent=agent[:64], proven=proven
            )
        )
        uow.audit.add(at=now, actor_id=user.id, action="account.logged_in", subject=user.id, detail={})
        uow.commit()
    return token


def standing(kit: Kit, token: str) -> Standing:
    """Whose session this is and what it must still give; not a sign of life.

    Raises:
        NotLoggedIn: unknown, revoked, too old, too idle, or its account is disabled.
    """
    user, session = _alive(kit, token)
    step = next_step(user, session, kit.clock(), two_steps_required=kit.office.two_steps_required)
    return Standing(actor=user.as_actor(), step=step)


def authenticate(kit: Kit, token: str, *, sign_of_life: bool = True) -> Actor:
    """The user of a session that may act.

    Args:
        kit: the use cases' kit.
        token: what the browser holds.
        sign_of_life: whether a person did something; a page that refreshes itself does not prolong the session.

    Raises:
        NotLoggedIn: as `standing`.
        StepNeeded: the session must give a code, its PIN or a new password first.
    """
    now = kit.clock()
    user, session = _alive(kit, token)
    step = next_step(user, session, now, two_steps_required=kit.office.two_steps_required)
    if step is not None:
        raise StepNeeded(step)
    if sign_of_life and (now - session.seen_at).total_seconds() > _TOUCH_AFTER_S:
        with kit.uow() as uow:
            present = uow.sessions.get(session.token_hash, lock=True)
            if present is not None:
                uow.sessions.save(replace(present, seen_at=now))
            uow.commit()
    return user.as_actor()


def _alive(kit: Kit, token: str) -> tuple[User, Session]:
    with kit.uow.read() as uow:
        session = uow.sessions.get(hash_of(token))
        user = None if session is None else uow.users.get(session.user_id)
    if session is None or user is None or not user.active:
        raise NotLoggedIn("log in again")
    if not session.is_alive(kit.clock(), has_pin=user.pin_hash is not None):
        raise NotLoggedIn("log in again")
    return user, session


def log_out(kit: Kit, token: str) -> None:
    """End one session; an unknown one is no error."""
    with kit.uow() as uow:
        uow.sessions.remove(hash_of(token))
        uow.commit()


def create_officer(
    kit: Kit,
    actor: Actor,
    username: str,
    name: str,
    password: str,
    roles: Iterable[Role] = (Role.PETUGAS,),
    *,
    must_change: bool = False,
) -> str:
    """Make an account for a member of staff; gives its id.

    Args:
        kit: the use cases' kit.
        actor: an admin.
        username: what is typed to log in.
        name: what colleagues see.
        password: the first one.
        roles: at least one.
        must_change: whether the password is good for the first login only.

    Raises:
        PermissionRefused: the actor is no admin.
        InputRefused: `nama_pengguna` (3-32 of a-z 0-9 . _ -), `nama_pengguna_dipakai`, `nama`, `peran` (none), or a
            password code.
    """
    actor.require(Role.ADMIN)
    username = username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise InputRefused("nama_pengguna")
    check_password(password)
    made = _user(kit, username, checked_name(name), kit.hasher.hash(password), checked_roles(roles))
    user = replace(made, must_change_password=must_change)
    with kit.uow() as uow:
        if not uow.users.add(user):
            raise InputRefused("nama_pengguna_dipakai")
        uow.audit.add(at=user.created_at, actor_id=actor.id, action="account.created", subject=user.id, detail={})
        uow.commit()
    return user.id


def checked_name(name: str) -> str:
    """The name without blanks around it.

    Raises:
        InputRefused: `nama`: shorter than 2 or longer than 100 characters.
    """
    if not 2 <= len(name.strip()) <= 100:
        raise InputRefused("nama")
    return name.strip()


def checked_roles(roles: Iterable[Role]) -> frozenset[Role]:
    """At least one role (stories 8: they combine in one account).

    Raises:
        InputRefused: `peran`: none was chosen.
    """
    chosen = frozenset(roles)
    if not chosen:
        raise InputRefused("peran")
    return chosen


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
