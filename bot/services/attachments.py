"""An officer sends a file or a place, on every channel (stories 4)."""

from datetime import date, datetime

from bot.core.accounts import Actor, Role
from bot.core.conversations import Conversation
from bot.core.errors import InputRefused
from bot.core.messages import (
    Attachment,
    AttachmentKind,
    FileState,
    Kind,
    MediaRef,
    StoredFile,
    clean_text,
)
from bot.services import desk
from bot.services.kit import Kit
from bot.services.owing import check_promise, settle

FILE_BYTES = 16 * 1024 * 1024
_NAME_MAX = 120
_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"
_TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (_PDF,)),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (_ZIP,)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (_ZIP,)),
    "csv": ("text/csv", ()),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
}
ENDINGS = ",".join(f".{ending}" for ending in _TYPES)
"""What may be chosen, as a browser's file dialog wants it."""


def send_file(
    kit: Kit,
    actor: Actor,
    conversation_id: str,
    file_name: str,
    content: bytes,
    caption: str,
    key: str,
    *,
    answered: bool = False,
    promised_for: date | None = None,
) -> str:
    """Send a PDF, XLSX, CSV, DOCX, JPEG or PNG to the person; the same key sends once. Gives the outbox id.

    Args:
        kit: the use cases' kit.
        actor: the officer who holds the conversation.
        conversation_id: whose.
        file_name: as it is called on the officer's computer.
        content: its bytes.
        caption: words below it.
        key: of the browser.
        answered: as in `desk.reply`: a file may be the answer, or a part of it (stories 1).
        promised_for: the day for which the rest is promised.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotHolder: the actor does not hold the conversation (any more).
        InputRefused: `berkas_jenis` (another type, or not what its name says), `berkas_besar` beyond 16 MB, `kosong`,
            or `janji`, as in `desk.reply`.
    """
    actor.require(Role.PETUGAS)
    name, mime = checked(file_name, content)
    file_id, now = kit.new_id(), kit.clock()
    check_promise(kit, promised_for, now)
    kind = AttachmentKind.IMAGE if mime.startswith("image/") else AttachmentKind.DOCUMENT
    kit.files.write(file_id, content)
    with kit.uow() as uow:
        conversation, sent = desk.held(uow, actor, conversation_id, key)
        if sent is not None:
            return sent
        settle(uow, kit, conversation_id, answered, promised_for, now)
        media = MediaRef(provider_id="", mime=mime, file_name=name, size=len(content))
        uow.files.add(_stored(kit, conversation, file_id, Kind(kind.value), media, now))
        attachment = Attachment(kind=kind, file_id=file_id, mime=mime, file_name=name)
        words = clean_text(caption).strip()
        return desk.say(uow, kit, actor, conversation, words, key, now, attachment)


def _stored(
    kit: Kit, conversation: Conversation, file_id: str, kind: Kind, media: MediaRef, now: datetime
) -> StoredFile:
    return StoredFile(
        id=file_id,
        conversation_id=conversation.id,
        channel=conversation.channel,
        kind=kind,
        media=media,
        state=FileState.STORED,
        created_at=now,
        link_token=kit.new_token() if conversation.channel in kit.in_store else None,
    )


def send_place(kit: Kit, actor: Actor, conversation_id: str, key: str, caption: str = "") -> str:
    """Send the office's place on the map; on our own page its address in words. Gives the outbox id.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotHolder: the actor does not hold the conversation (any more).
        InputRefused: `tanpa_titik`: office.yml names no place.
    """
    actor.require(Role.PETUGAS)
    if kit.office.place is None:
        raise InputRefused("tanpa_titik")
    latitude, longitude = kit.office.place
    now = kit.clock()
    with kit.uow() as uow:
        conversation, sent = desk.held(uow, actor, conversation_id, key)
        if sent is not None:
            return sent
        place = Attachment(kind=AttachmentKind.LOCATION, latitude=latitude, longitude=longitude)
        words = clean_text(caption).strip() or f"{kit.office.name}, {kit.office.address}"
        return desk.say(uow, kit, actor, conversation, words, key, now, place)


def checked(file_name: str, content: bytes) -> tuple[str, str]:
    """The harmless name and the type of a file whose first bytes are what its name says.

    Raises:
        InputRefused: `berkas_jenis`, `berkas_besar` or `kosong`.
    """
    name = clean_text(file_name).replace("/", "_").replace("\\", "_").strip()[-_NAME_MAX:]
    known = _TYPES.get(name.rpartition(".")[2].lower())
    if not content:
        raise InputRefused("kosong")
    if len(content) > FILE_BYTES:
        raise InputRefused("berkas_besar")
    if known is None or (known[1] and not content.startswith(known[1])) or (not known[1] and b"\0" in content[:4096]):
        raise InputRefused("berkas_jenis")
    return name, known[0]
