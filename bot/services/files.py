"""People's files: fetched from the provider while it has them, refused with a reason, or shown later."""

from dataclasses import replace
from datetime import timedelta

from bot.core.accounts import Actor, Role
from bot.core.errors import NotFound
from bot.core.messages import FileState, StoredFile
from bot.core.retries import SEND_RETRIES
from bot.services.kit import Kit
from bot.services.wake import DESK, conversation_topic

FETCH_LEASE = timedelta(minutes=5)
FETCH_ATTEMPTS = 10
SIZE_MAX = 20 * 1024 * 1024
LINK_LIFETIME = timedelta(days=7)
_PAGE = 4


def wanted(kit: Kit) -> list[StoredFile]:
    """Files to fetch now; another worker looks at them only after five minutes."""
    now = kit.clock()
    with kit.uow() as uow:
        found = uow.files.wanted(now, now + FETCH_LEASE, _PAGE)
        uow.commit()
    return found


def keep(kit: Kit, wanted_file: StoredFile, content: bytes) -> None:
    """Store a fetched file: first its bytes, then that it is there."""
    kit.files.write(wanted_file.id, content)
    _save(kit, replace(wanted_file, state=FileState.STORED, due_at=None))


def refuse(kit: Kit, wanted_file: StoredFile, reason: str) -> None:
    """Note that a file is not to be had; the officer sees why."""
    _save(kit, replace(wanted_file, state=FileState.REFUSED, reason=reason, due_at=None))


def postpone(kit: Kit, wanted_file: StoredFile) -> None:
    """The provider is away: try again later, in the end give up."""
    attempt = wanted_file.attempt + 1
    if attempt >= FETCH_ATTEMPTS:
        refuse(kit, replace(wanted_file, attempt=attempt), "unreachable")
        return
    pause = timedelta(seconds=SEND_RETRIES.pause_s(attempt, kit.chance()))
    _save(kit, replace(wanted_file, attempt=attempt, due_at=kit.clock() + pause))


def for_officer(kit: Kit, actor: Actor, file_id: str) -> StoredFile:
    """A stored file of a conversation that has come to the desk.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotFound: there is none, or its conversation never asked for an officer.
    """
    actor.require(Role.PETUGAS)
    with kit.uow.read() as uow:
        found = uow.files.get(file_id)
        at_desk = found is not None and uow.consultations.latest(found.conversation_id) is not None
    if found is None or not at_desk or found.thread_id is not None or found.state is not FileState.STORED:
        raise NotFound("no such file at the desk")
    return found


def by_link(kit: Kit, token: str) -> StoredFile:
    """A file that an officer sent to somebody in the web chat.

    Raises:
        NotFound: no such link, or it is older than seven days.
    """
    with kit.uow.read() as uow:
        found = uow.files.by_link(token)
    if found is None or kit.clock() - found.created_at > LINK_LIFETIME:
        raise NotFound("no such file link")
    return found


def _save(kit: Kit, changed: StoredFile) -> None:
    with kit.uow() as uow:
        uow.files.save(changed)
        if changed.thread_id is not None and uow.complaints.get(changed.thread_id) is not None:
            uow.complaints.adopt_files(changed.thread_id, changed.thread_id)
        uow.wake(DESK, conversation_topic(changed.conversation_id))
        uow.commit()
