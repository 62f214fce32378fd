"""What all use cases about logging in share: hashes of tokens, checks of passwords, counted failures."""

import hashlib
from dataclasses import replace
from datetime import datetime

from bot.core.accounts import PASSWORD_MAX, PASSWORD_MIN, TRIES, Session, User
from bot.core.errors import InputRefused, LoginRefused, UserUnknown
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

UNKNOWN = "tidak dikenal"
WRONG_PASSWORD, WRONG_CODE, WRONG_PIN = "account.login_failed", "account.code_failed", "account.unlock_failed"
UNREADABLE, THROTTLED = "account.code_unreadable", "account.login_throttled"
FAILURES = frozenset({WRONG_PASSWORD, WRONG_CODE, WRONG_PIN, UNREADABLE, THROTTLED})
"""Actions of the trail that tell of refused logins."""


def hash_of(token: str) -> str:
    """What is stored of a random token: a stolen database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def fits(kit: Kit, password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    return len(password) <= PASSWORD_MAX and kit.hasher.verify(password_hash, password)


def check_password(password: str) -> None:
    """Refuse a password outside its limits.

    Raises:
        InputRefused: `sandi_terlalu_pendek` or `sandi_terlalu_panjang`.
    """
    if len(password) < PASSWORD_MIN:
        raise InputRefused("sandi_terlalu_pendek")
    if len(password) > PASSWORD_MAX:
        raise InputRefused("sandi_terlalu_panjang")


def prove_oneself(kit: Kit, user_id: str, password: str) -> User:
    """The account of who acts, after its password was typed once more.

    Raises:
        LoginRefused: the password is wrong.
    """
    with kit.uow.read() as uow:
        user = uow.users.get(user_id)
    if user is None or not fits(kit, user.password_hash, password):
        raise LoginRefused("the present password is wrong")
    return user


def locked_user(uow: UnitOfWork, user_id: str) -> User:
    """An account to change.

    Raises:
        UserUnknown: there is none with this id.
    """
    user = uow.users.get(user_id, lock=True)
    if user is None:
        raise UserUnknown("there is no such account")
    return user


def record_failure(uow: UnitOfWork, action: str, user: User | None, at: datetime) -> None:
    """A refused login in the trail: whose, never what was typed (service_rules 12.3)."""
    uow.audit.add(at=at, actor_id=None, action=action, subject=UNKNOWN if user is None else user.id, detail={})


def count_failure(uow: UnitOfWork, session: Session) -> bool:
    """Count a wrong PIN or code of a session; whether that was one too many and the session is gone."""
    if session.failures + 1 < TRIES:
        uow.sessions.save(replace(session, failures=session.failures + 1))
        return False
    uow.sessions.remove(session.token_hash)
    return True
