"""The shared computer: the screen locks, and users change places with a PIN (stories 25)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.accounts import Actor, Session, User, is_pin, is_weak_pin
from bot.core.errors import InputRefused, LoginRefused, NotLoggedIn
from bot.services.credentials import (
    WRONG_PIN,
    count_failure,
    fits,
    hash_of,
    locked_user,
    prove_oneself,
    record_failure,
)
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A session that rests in this browser until its user types the PIN."""

    token: str
    username: str
    name: str


def set_pin(kit: Kit, actor: Actor, password: str, pin: str) -> None:
    """Set the PIN of the locked screen.

    Raises:
        LoginRefused: the password is wrong.
        InputRefused: `pin`: not 4 to 6 digits; `pin_mudah`: one digit repeated or a row of digits.
    """
    if not is_pin(pin):
        raise InputRefused("pin")
    if is_weak_pin(pin):
        raise InputRefused("pin_mudah")
    prove_oneself(kit, actor.id, password)
    pin_hash, now = kit.hasher.hash(pin), kit.clock()
    with kit.uow() as uow:
        uow.users.save(replace(locked_user(uow, actor.id), pin_hash=pin_hash))
        uow.audit.add(at=now, actor_id=actor.id, action="account.pin_set", subject=actor.id, detail={})
        uow.commit()


def has_pin(kit: Kit, actor: Actor) -> bool:
    """Whether the locked screen asks this user for a PIN; else it asks for the password."""
    with kit.uow.read() as uow:
        user = uow.users.get(actor.id)
    return user is not None and user.pin_hash is not None


def unlock(kit: Kit, token: str, secret: str) -> None:
    """Open a locked session with its user's PIN, or with the password of a user who has none.

    Raises:
        NotLoggedIn: no such session (any more); five wrong PINs end it, then the full login is asked.
        LoginRefused: the PIN or the password is wrong.
    """
    now = kit.clock()
    with kit.uow.read() as uow:
        _, user = _resting(uow, kit, token)
    right = fits(kit, user.pin_hash or user.password_hash, secret)
    with kit.uow() as uow:
        session, _ = _resting(uow, kit, token)
        if not right:
            record_failure(uow, WRONG_PIN, user, now)
            gone = count_failure(uow, session)
            uow.commit()
            raise NotLoggedIn("too many wrong PINs") if gone else LoginRefused("the PIN is wrong")
        uow.sessions.save(replace(session, locked_at=None, failures=0, seen_at=now))
        uow.commit()


def leave(kit: Kit, token: str) -> bool:
    """Give the place at the computer to somebody else; whether the session rests behind its PIN or has ended."""
    with kit.uow() as uow:
        session = uow.sessions.get(hash_of(token), lock=True)
        user = None if session is None else uow.users.get(session.user_id)
        if session is None or user is None:
            return False
        stays = session.proven and user.pin_hash is not None
        if stays:
            uow.sessions.save(replace(session, locked_at=kit.clock()))
        else:
            uow.sessions.remove(session.token_hash)
        uow.commit()
    return stays


def seats(kit: Kit, tokens: Iterable[str]) -> list[Seat]:
    """The sessions that rest in a browser, those that have ended left out."""
    with kit.uow.read() as uow:
        found = []
        for token in tokens:
            session = uow.sessions.get(hash_of(token))
            user = None if session is None else uow.users.get(session.user_id)
            if session is not None and user is not None and _is_usable(kit, session, user):
                found.append(Seat(token=token, username=user.username, name=user.name))
    return found


def _resting(uow: UnitOfWork, kit: Kit, token: str) -> tuple[Session, User]:
    session = uow.sessions.get(hash_of(token), lock=True)
    user = None if session is None else uow.users.get(session.user_id)
    if session is None or user is None or not _is_usable(kit, session, user):
        raise NotLoggedIn("log in again")
    return session, user


def _is_usable(kit: Kit, session: Session, user: User) -> bool:
    return user.active and session.proven and session.is_alive(kit.clock(), has_pin=user.pin_hash is not None)
