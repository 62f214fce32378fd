"""Staff: roles, the acting user, login rules."""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import NewType

from bot.core.errors import PermissionRefused

SessionToken = NewType("SessionToken", str)

SESSION_ABSOLUTE = timedelta(hours=12)
SESSION_IDLE = timedelta(minutes=60)
SCREEN_IDLE = timedelta(minutes=10)  # then the screen asks for the PIN (stories 25)
DEVICE_TRUST = timedelta(days=30)  # how long a browser is not asked for a code again (stories 25)
TRIES = 5  # wrong PINs or codes before the session is gone
RECOVERY_CODES = 8
PASSWORD_MIN = 10
PASSWORD_MAX = 256  # Argon2 works through every byte: longer ones are an attack

THROTTLE_WINDOW = timedelta(minutes=15)
FAILURES_PER_USER_AND_IP = 5  # counted per pair: a stranger elsewhere cannot lock the officer out
FAILURES_PER_IP = 30


class Role(Enum):
    """What an account may do; roles combine in one account (stories 8)."""

    PETUGAS = "petugas"
    KONTEN = "konten"
    PENGADUAN = "pengaduan"
    PIMPINAN = "pimpinan"
    ADMIN = "admin"


class Step(Enum):
    """What an open session must still give before it may act, first things first."""

    CODE = "code"  # the second factor, on a device that is not trusted yet
    UNLOCK = "unlock"  # the PIN, after ten idle minutes or when somebody else uses the computer
    PASSWORD = "password"  # one of its own, instead of the admin's one-time password
    ENROL = "enrol"  # the office wants a second factor from this role


GUARDED = frozenset({Role.ADMIN, Role.PENGADUAN, Role.PIMPINAN})
"""Roles that an office may oblige to use a second factor: accounts, complaints, everybody's figures."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The user on whose behalf a use case runs."""

    id: str
    username: str
    name: str
    roles: frozenset[Role]
    full_view: bool = False

    def require(self, *roles: Role) -> None:
        """Refuse an actor with none of the roles.

        Raises:
            PermissionRefused: the actor has none of them.
        """
        if not set(roles) & set(self.roles):
            raise PermissionRefused(f"role {' or '.join(role.value for role in roles)} is needed")


@dataclass(frozen=True, kw_only=True)
class User:
    """A stored account."""

    id: str
    username: str  # lower case
    name: str
    roles: frozenset[Role]
    password_hash: str
    active: bool
    created_at: datetime
    must_change_password: bool = False
    pin_hash: str | None = None
    totp_secret: str | None = None  # None = no second factor
    totp_pending: str | None = None  # shown for enrolment, not proven yet
    totp_step: int = 0  # the last step used
    full_view: bool = False  # *Tampilan lengkap*

    def as_actor(self) -> Actor:
        """The account as an acting user."""
        return Actor(id=self.id, username=self.username, name=self.name, roles=self.roles, full_view=self.full_view)

    @property
    def is_admin(self) -> bool:
        """Whether it can manage accounts now."""
        return self.active and Role.ADMIN in self.roles


@dataclass(frozen=True, kw_only=True)
class Session:
    """A console login; the token itself is never stored."""

    token_hash: str
    user_id: str
    created_at: datetime
    seen_at: datetime
    agent: str = ""  # the browser in words, for the list of sessions
    proven: bool = True  # False = a code is still wanted
    locked_at: datetime | None = None
    failures: int = 0  # wrong PINs or codes since the last right one

    def is_alive(self, now: datetime, *, has_pin: bool = False) -> bool:
        """Whether neither limit has passed; behind a PIN a session may idle until its absolute limit (stories 25)."""
        return now < self.created_at + SESSION_ABSOLUTE and (has_pin or now < self.seen_at + SESSION_IDLE)

    def is_locked(self, now: datetime) -> bool:
        """Whether the PIN is wanted."""
        return self.locked_at is not None or now >= self.seen_at + SCREEN_IDLE


def next_step(user: User, session: Session, now: datetime, *, two_steps_required: bool) -> Step | None:
    """What the session must give before it may act; None = nothing.

    Args:
        user: whose session.
        session: an alive one.
        now: the present.
        two_steps_required: whether the office obliges the roles of `GUARDED` to use a second factor.
    """
    if not session.proven:
        return Step.CODE
    if session.is_locked(now):
        return Step.UNLOCK
    if user.must_change_password:
        return Step.PASSWORD
    if two_steps_required and user.roles & GUARDED and user.totp_secret is None:
        return Step.ENROL
    return None


def readable_code(token: str) -> str:
    """Sixty random bits that can be dictated: `k7mq-3vxa-2bcd`.

    Args:
        token: random, at least as many bits.
    """
    letters = base64.b32encode(hashlib.sha256(token.encode()).digest()).decode().lower()
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}"


_PIN = re.compile(r"[0-9]{4,6}")
_ROW = "01234567890123456789"


def is_pin(pin: str) -> bool:
    """Whether this is four to six digits."""
    return _PIN.fullmatch(pin) is not None


def is_weak_pin(pin: str) -> bool:
    """Whether a colleague would try it first: one digit repeated, or a row of digits."""
    return len(set(pin)) == 1 or pin in _ROW or pin[::-1] in _ROW


def throttled_for(failures: Iterable[datetime], allowed: int, now: datetime) -> int:
    """Seconds until another attempt is allowed; 0 = now.

    Args:
        failures: moments of failed attempts, in any order.
        allowed: how many may fall into the window.
        now: the present.
    """
    recent = sorted(at for at in failures if at > now - THROTTLE_WINDOW)
    if len(recent) < allowed:
        return 0
    return max(1, int((recent[-allowed] + THROTTLE_WINDOW - now).total_seconds()))
