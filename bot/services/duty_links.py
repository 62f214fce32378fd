"""An officer links the own Telegram or WhatsApp for duty notices (stories 6)."""

import re
from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.core.conversations import Conversation
from bot.core.duty import LINK_LIFETIME, DutyLink, LinkCode
from bot.services.credentials import hash_of
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

RUNG = frozenset({Role.PETUGAS, Role.PENGADUAN, Role.PIMPINAN, Role.ADMIN})
"""Whose phones a duty notice may ring."""

_DIGITS = 8
_LINK = re.compile(rf"\s*(?:/start\s+|tautkan\s+)(\d{{{_DIGITS}}})\s*", re.IGNORECASE)


def new_code(kit: Kit, actor: Actor) -> str:
    """A code to send within ten minutes as `tautkan 12345678` from the phone that shall ring.

    Raises:
        PermissionRefused: the actor neither serves, reads complaints, leads nor manages accounts.
    """
    actor.require(*RUNG)
    now = kit.clock()
    code = f"{int(hash_of(kit.new_token()), 16) % 10**_DIGITS:0{_DIGITS}d}"
    with kit.uow() as uow:
        uow.duty.add_code(LinkCode(code_hash=hash_of(code), user_id=actor.id, expires_at=now + LINK_LIFETIME))
        uow.commit()
    return code


def is_linked(kit: Kit, actor: Actor) -> bool:
    """Whether the actor's phone is linked."""
    with kit.uow.read() as uow:
        return any(link.user_id == actor.id for link in uow.duty.links())


def unlink(kit: Kit, actor: Actor) -> None:
    """Ring the actor's phone no more."""
    with kit.uow() as uow:
        uow.duty.unlink(actor.id)
        uow.audit.add(at=kit.clock(), actor_id=actor.id, action="duty.unlinked", subject=actor.id, detail={})
        uow.commit()


def redeem(uow: UnitOfWork, kit: Kit, conversation: Conversation, text: str, now: datetime) -> str | None:
    """What to answer to `tautkan 12345678`, having linked; None = the text is no such thing."""
    match = _LINK.fullmatch(text)
    if match is None:
        return None
    code = uow.duty.take_code(hash_of(match[1]), now)
    user = None if code is None else uow.users.get(code.user_id)
    if code is None or user is None or not user.active:
        return kit.texts.fill("tautan_gagal")
    uow.duty.link(DutyLink(user_id=user.id, conversation_id=conversation.id, linked_at=now))
    uow.audit.add(at=now, actor_id=user.id, action="duty.linked", subject=user.id, detail={})
    return kit.texts.fill("tautan_berhasil")
