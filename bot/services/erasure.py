"""Erasing a person: content at once, the last traces when they have been told (service_rules 12.4, stories 15)."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.consultations import ClosingReason
from bot.core.conversations import Conversation, State
from bot.core.forms.form import FormKind, Say
from bot.core.messages import Thread
from bot.core.privacy import DONE, WIPED, PrivacyRequest
from bot.core.service_hours import describe_day
from bot.services import form_talk
from bot.services.erasure_ledger import ErasureLedger
from bot.services.form_ports import Leftover, Leftovers
from bot.services.handoff import close_consultation
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK, INBOX

TOLD_AFTER = timedelta(hours=1)
"""How long the farewell has to arrive and to be read before the address goes too."""


def erase(kit: Kit, contact_id: str, leftover: Leftover, ledger: ErasureLedger) -> None:
    """Remove all that is stored of a person: words, files, names, identifiers, web sessions, set-aside webhooks.

    Counts without names stay, as do open complaints until they are closed, and the proof without content (audit,
    `privacy_request`). A second time it finds nothing and does no harm.

    Args:
        kit: the use cases' kit.
        contact_id: whose; contacts that turned out to be the same person go too.
        leftover: where webhooks lie that could not be stored.
        ledger: keeps the person erased after a restore; it is written first, while the identifiers are known.

    Raises:
        OSError: the ledger could not be written; nothing is erased.
    """
    now = kit.clock()
    ledger.add(contact_id)
    with kit.uow() as uow:
        left = _wipe(uow, contact_id, now)
        uow.people.forget(contact_id)
        uow.audit.add(at=now, actor_id=None, action="person.erased", subject=contact_id, detail={})
        uow.commit()
    _clean_up(kit, left, leftover)


def run_requests(kit: Kit, leftover: Leftover, ledger: ErasureLedger) -> int:
    """Carry out confirmed erasures: first the content and a farewell, an hour later address and farewell too.

    Returns:
        How many steps were made.
    """
    now = kit.clock()
    with kit.uow.read() as uow:
        erasures = [each for each in uow.privacy_requests.open() if each.kind is FormKind.ERASE]
        asked = [each for each in erasures if each.contact_id is not None]  # a visitor's is carried out by a person
        wiped = uow.privacy_requests.wiped(now - TOLD_AFTER)
    for request in asked:
        if request.contact_id is not None:
            ledger.add(request.contact_id)
        _wipe_for(kit, request, leftover, now)
    for request in wiped:
        if request.contact_id is not None:
            erase(kit, request.contact_id, leftover, ledger)
        _close(kit, request)
    return len(asked) + len(wiped)


def _wipe_for(kit: Kit, request: PrivacyRequest, leftover: Leftover, now: datetime) -> None:
    with kit.uow() as uow:
        current = uow.privacy_requests.get(request.number, lock=True)
        if current is None or current.done_at is not None or current.contact_id is None:
            return
        left = _wipe(uow, current.contact_id, now)
        _say_farewell(uow, kit, current, now)
        uow.privacy_requests.save(replace(current, done_at=now, result=WIPED, wish=None))
        uow.audit.add(at=now, actor_id=None, action="person.wiped", subject=current.number, detail={})
        uow.commit()
    _clean_up(kit, left, leftover)


def _wipe(uow: UnitOfWork, contact_id: str, now: datetime) -> Leftovers:
    for conversation_id in uow.people.conversations_of(contact_id):
        conversation = uow.conversations.get(conversation_id, lock=True)
        if conversation is not None:
            uow.conversations.save(_freed(uow, conversation, now))
    uow.wake(DESK, INBOX)
    return uow.people.wipe(contact_id)


def _freed(uow: UnitOfWork, conversation: Conversation, now: datetime) -> Conversation:
    """Nobody waits or is served any more; a turn under way can no longer be committed."""
    if conversation.state in (State.WAITING, State.OFFICER):
        close_consultation(uow, conversation, ClosingReason.DIBATALKAN_PENGGUNA, now)
    return replace(
        conversation,
        state=State.BOT,
        holder_id=None,
        due_at=None,
        fence=conversation.fence + 1,
        version=conversation.version + 1,
        lease_owner=None,
        lease_until=None,
        rasa_state=None,
    )


def _say_farewell(uow: UnitOfWork, kit: Kit, request: PrivacyRequest, now: datetime) -> None:
    conversation_id = request.conversation_id
    conversation = None if conversation_id is None else uow.conversations.get(conversation_id, lock=True)
    if conversation is None:
        return
    local = now.astimezone(kit.office.timezone)
    day = f"{describe_day(local.date())} {local.year}"
    says = (Say(key="hapus_data_selesai", fields={"hari": day}),)
    thread = Thread(id=request.number, kind=FormKind.ERASE)
    key = f"hapus:{request.number}"
    changed = form_talk.say(uow, kit, conversation, says, now, kind=FormKind.ERASE, thread=thread, key=key)
    uow.conversations.save(changed)


def _close(kit: Kit, request: PrivacyRequest) -> None:
    """What remains proves that it was done, and leads to nobody."""
    with kit.uow() as uow:
        current = uow.privacy_requests.get(request.number, lock=True)
        if current is not None:
            uow.privacy_requests.save(replace(current, result=DONE, contact_id=None, conversation_id=None))
            uow.commit()


def _clean_up(kit: Kit, left: Leftovers, leftover: Leftover) -> None:
    """Bytes and set-aside webhooks, after the commit: what is no longer referred to can be removed again."""
    for file_id in left.file_ids:
        kit.files.remove(file_id)
    leftover.forget(left.identifiers)
