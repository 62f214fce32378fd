"""Forget what has expired."""

from bot.core.accounts import DEVICE_TRUST, SESSION_ABSOLUTE, SESSION_IDLE, THROTTLE_WINDOW
from bot.core.webchat import ANSWER_READABLE, WEB_SESSION_IDLE
from bot.services.kit import Kit


def purge(kit: Kit) -> int:
    """Remove expired buttons, sessions and login attempts; gives how many rows went."""
    now = kit.clock()
    with kit.uow() as uow:
        gone = (
            uow.buttons.purge(now)
            + uow.sessions.purge(now - SESSION_ABSOLUTE, now - SESSION_IDLE)
            + uow.trusted_devices.purge(now - DEVICE_TRUST)
            + uow.login_attempts.purge(now - THROTTLE_WINDOW)
            + uow.web_sessions.purge(now - WEB_SESSION_IDLE, now - ANSWER_READABLE)
        )
        uow.commit()
    return gone
