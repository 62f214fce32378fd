"""The second factor: codes of an authenticator app, recovery codes on paper, devices that are not asked again."""

from dataclasses import dataclass, replace

from bot.core.accounts import RECOVERY_CODES, Actor, Session, User, readable_code
from bot.core.errors import InputRefused, LoginRefused, NotLoggedIn
from bot.core.totp import enrolment_link, is_secret, matching_step, new_secret
from bot.services.credentials import (
    UNREADABLE,
    WRONG_CODE,
    count_failure,
    hash_of,
    locked_user,
    prove_oneself,
    record_failure,
)
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.throttle import refuse_throttled


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """What is typed or opened in the authenticator app."""

    secret: str
    link: str

    @property
    def in_groups(self) -> str:
        """The secret in groups of four, to type it."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


def begin_enrolment(kit: Kit, actor: Actor) -> Enrolment:
    """The secret to put into the app; the same one until a code of it was given.

    Raises:
        InputRefused: `sudah_dua_langkah`: the account has a second factor.
    """
    with kit.uow() as uow:
        user = locked_user(uow, actor.id)
        if user.totp_secret is not None:
            raise InputRefused("sudah_dua_langkah")
        begun = None if user.totp_pending is None else kit.seal.open(user.totp_pending, user.id)
        secret = begun or new_secret(kit.new_token())
        uow.users.save(replace(user, totp_pending=kit.seal.seal(secret, user.id)))
        uow.commit()
    return Enrolment(secret=secret, link=enrolment_link(secret, user.username, kit.office.name))


def confirm_enrolment(kit: Kit, actor: Actor, code: str) -> tuple[str, ...]:
    """Switch the second factor on; gives the recovery codes, which are shown once and stored as hashes.

    Raises:
        LoginRefused: the code is not one of the present ones.
        InputRefused: `sudah_dua_langkah`, or `belum_mulai`: nothing was begun.
    """
    now = kit.clock()
    with kit.uow() as uow:
        user = locked_user(uow, actor.id)
        if user.totp_secret is not None:
            raise InputRefused("sudah_dua_langkah")
        secret = None if user.totp_pending is None else kit.seal.open(user.totp_pending, user.id)
        if secret is None:
            raise InputRefused("belum_mulai")
        step = matching_step(secret, code, now)
        if step is None:
            raise LoginRefused("the code is wrong")
        uow.users.save(replace(user, totp_secret=user.totp_pending, totp_pending=None, totp_step=step))
        codes = _new_codes(uow, kit, user)
        uow.audit.add(at=now, actor_id=actor.id, action="account.second_factor_on", subject=actor.id, detail={})
        uow.commit()
    return codes


def renew_recovery_codes(kit: Kit, actor: Actor, password: str) -> tuple[str, ...]:
    """Other recovery codes; the old ones are void.

    Raises:
        LoginRefused: the password is wrong.
        InputRefused: `belum_mulai`: the account has no second factor.
    """
    user = prove_oneself(kit, actor.id, password)
    if user.totp_secret is None:
        raise InputRefused("belum_mulai")
    now = kit.clock()
    with kit.uow() as uow:
        codes = _new_codes(uow, kit, user)
        uow.audit.add(at=now, actor_id=actor.id, action="account.recovery_codes_made", subject=actor.id, detail={})
        uow.commit()
    return codes


def switch_off(kit: Kit, actor: Actor, password: str) -> None:
    """Do without a second factor from now on; where the office obliges the role, enrolment is asked at once.

    Raises:
        LoginRefused: the password is wrong.
    """
    prove_oneself(kit, actor.id, password)
    now = kit.clock()
    with kit.uow() as uow:
        user = locked_user(uow, actor.id)
        uow.users.save(replace(user, totp_secret=None, totp_pending=None))
        uow.recovery_codes.replace(actor.id, ())
        uow.trusted_devices.forget(actor.id)
        uow.audit.add(at=now, actor_id=actor.id, action="account.second_factor_off", subject=actor.id, detail={})
        uow.commit()


def prove(kit: Kit, token: str, code: str, ip: str, device: str) -> None:
    """Give a session its second factor: a code of the app or a recovery code; the device is trusted for 30 days.

    Args:
        kit: the use cases' kit.
        token: of a session that waits for a code.
        code: as typed.
        ip: where the person sits, for the throttle.
        device: the cookie that the browser will keep.

    Raises:
        NotLoggedIn: no such session (any more); five wrong codes end it.
        LoginRefused: the code is wrong.
        LoginThrottled: too many failures of this user from this address.
    """
    now = kit.clock()
    with kit.uow.read() as uow:
        _, user = _waiting(uow, token)
    refuse_throttled(kit, user.username, ip, now)
    with kit.uow() as uow:
        session, user = _waiting(uow, token)
        if not _accepted(uow, kit, user, code):
            uow.login_attempts.add(user.username, ip, now)
            readable = kit.seal.open(user.totp_secret or "", user.id) is not None
            record_failure(uow, WRONG_CODE if readable else UNREADABLE, user, now)
            gone = count_failure(uow, session)
            uow.commit()
            raise NotLoggedIn("too many wrong codes") if gone else LoginRefused("the code is wrong")
        uow.sessions.save(replace(session, proven=True, failures=0, seen_at=now))
        uow.trusted_devices.trust(hash_of(device), user.id, now)
        uow.login_attempts.forget_pair(user.username, ip)
        uow.commit()


def seal_open_secrets(kit: Kit) -> int:
    """Seal what an older version of this program, or its backup, kept in the open; gives how many accounts had any."""
    with kit.uow.read() as uow:
        ids = [user.id for user in uow.users.all() if _sealed(kit, user) != user]
    for user_id in ids:
        with kit.uow() as uow:
            uow.users.save(_sealed(kit, locked_user(uow, user_id)))
            uow.commit()
    return len(ids)


def _sealed(kit: Kit, user: User) -> User:
    secret, pending = (
        kit.seal.seal(each, user.id) if each is not None and is_secret(each) else each
        for each in (user.totp_secret, user.totp_pending)
    )
    return replace(user, totp_secret=secret, totp_pending=pending)


def _waiting(uow: UnitOfWork, token: str) -> tuple[Session, User]:
    session = uow.sessions.get(hash_of(token), lock=True)
    user = None if session is None else uow.users.get(session.user_id, lock=True)
    if session is None or session.proven or user is None or user.totp_secret is None:
        raise NotLoggedIn("no session waits for a code")
    return session, user


def _accepted(uow: UnitOfWork, kit: Kit, user: User, code: str) -> bool:
    assert user.totp_secret is not None
    secret = kit.seal.open(user.totp_secret, user.id)  # None = the key was lost; codes on paper still work
    step = None if secret is None else matching_step(secret, code, kit.clock(), after=user.totp_step)
    if step is not None:
        uow.users.save(replace(user, totp_step=step))
        return True
    if not uow.recovery_codes.use(user.id, hash_of(_plain(code))):
        return False
    uow.audit.add(at=kit.clock(), actor_id=user.id, action="account.recovery_code_used", subject=user.id, detail={})
    return True


def _new_codes(uow: UnitOfWork, kit: Kit, user: User) -> tuple[str, ...]:
    codes = tuple(readable_code(kit.new_token()) for _ in range(RECOVERY_CODES))
    uow.recovery_codes.replace(user.id, [hash_of(_plain(code)) for code in codes])
    return codes


def _plain(code: str) -> str:
    """A recovery code as people may type it: capitals, blanks and hyphens do not matter."""
    return "".join(letter for letter in code.lower() if letter.isalnum())
