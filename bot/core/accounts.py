"""Staff: roles, the acting user, login rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import NewType

from bot.core.errors import PermissionRefused

SessionToken = NewType("SessionToken", str)

SESSION_ABSOLUTE = timedelta(hours=12)
SESSION_IDLE = timedelta(minutes=60)
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


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The user on whose behalf a use case runs."""

    id: str
    username: str
    name: str
    roles: frozenset[Role]

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

    def as_actor(self) -> Actor:
        """The account as an acting user."""
        return Actor(id=self.id, username=self.username, name=self.name, roles=self.roles)


@dataclass(frozen=True, kw_only=True)
class Session:
    """A console login; the token itself is never stored."""

    token_hash: str
    user_id: str
    created_at: datetime
    seen_at: datetime

    def is_alive(self, now: datetime) -> bool:
        """Whether neither the absolute nor the idle limit has passed."""
        return now < self.created_at + SESSION_ABSOLUTE and now < self.seen_at + SESSION_IDLE


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
