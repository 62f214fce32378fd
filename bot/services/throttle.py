"""The throttle of logins: a door that closes after too many failures, and says so once in the trail."""

from datetime import datetime

from bot.core.accounts import FAILURES_PER_IP, FAILURES_PER_USER_AND_IP, THROTTLE_WINDOW, throttled_for
from bot.core.errors import LoginThrottled
from bot.services.credentials import THROTTLED, hash_of, record_failure
from bot.services.kit import Kit


def refuse_throttled(kit: Kit, username: str, ip: str, now: datetime) -> None:
    """Refuse while there were too many failures.

    Raises:
        LoginThrottled: of this user from this address, or of this address alone.
    """
    since = now - THROTTLE_WINDOW
    with kit.uow.read() as uow:
        pair, address = uow.login_attempts.of_pair(username, ip, since), uow.login_attempts.of_ip(ip, since)
    of_pair = throttled_for(pair, FAILURES_PER_USER_AND_IP, now)
    wait = max(of_pair, throttled_for(address, FAILURES_PER_IP, now))
    if wait:
        _record_throttled(kit, username, ip if of_pair == 0 else f"{ip} {username}", now)
        raise LoginThrottled(wait)


def _record_throttled(kit: Kit, username: str, closed: str, now: datetime) -> None:
    """Once for each closed door in 15 minutes: who hammers at it cannot fill a trail that nobody may shorten."""
    mark = hash_of(closed)
    with kit.uow() as uow:
        if uow.login_attempts.of_ip(mark, now - THROTTLE_WINDOW):
            return
        uow.login_attempts.add("", mark, now)
        record_failure(uow, THROTTLED, uow.users.by_username(username), now)
        uow.commit()
