"""Internal notes: any officer may leave one on a conversation of the desk; people never see them."""

from bot.core.accounts import Actor, Role
from bot.core.errors import InputRefused
from bot.core.messages import clean_text
from bot.core.notes import NOTE_MAX, Note, NoteKind
from bot.services.holding import consultation_of, locked
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK, desk_topic


def add(kit: Kit, actor: Actor, conversation_id: str, text: str, idempotency_key: str) -> str:
    """Leave a note; the same key leaves one. Gives its id.

    Raises:
        PermissionRefused: the actor is no petugas.
        ConversationUnknown: no such conversation at the desk.
        InputRefused: `kosong`, or `catatan_panjang` beyond 2,000 characters.
    """
    actor.require(Role.PETUGAS)
    cleaned = checked(text)
    with kit.uow() as uow:
        locked(uow, conversation_id)
        consultation_of(uow, conversation_id)
        before = uow.notes.by_key(conversation_id, f"{actor.id}:{idempotency_key}")
        if before is not None:
            return before.id
        note_id = leave(uow, kit, actor, conversation_id, NoteKind.NOTE, cleaned, key=idempotency_key)
        uow.commit()
    return note_id


def checked(text: str) -> str:
    """A note's text without what cannot be stored.

    Raises:
        InputRefused: `kosong`, or `catatan_panjang` beyond 2,000 characters.
    """
    cleaned = clean_text(text).strip()
    if not cleaned:
        raise InputRefused("kosong")
    if len(cleaned) > NOTE_MAX:
        raise InputRefused("catatan_panjang")
    return cleaned


def leave(
    uow: UnitOfWork,
    kit: Kit,
    actor: Actor,
    conversation_id: str,
    kind: NoteKind,
    text: str,
    *,
    key: str,
    about_id: str | None = None,
) -> str:
    """Store a note in the caller's unit of work, at the newest message of the locked conversation; its id."""
    conversation = locked(uow, conversation_id)
    note = Note(
        id=kit.new_id(),
        conversation_id=conversation_id,
        author_id=actor.id,
        kind=kind,
        text=text,
        after_seq=conversation.last_seq,
        at=kit.clock(),
        key=f"{actor.id}:{key}",
        about_id=about_id,
    )
    uow.notes.add(note)
    uow.wake(DESK, desk_topic(conversation_id))
    return note.id
