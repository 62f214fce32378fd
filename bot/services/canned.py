"""Canned replies: kept by officers and admins, filled for the conversation in which they are used."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.accounts import Actor, Role
from bot.core.canned import CAPTION_MAX, TEXT_MAX, TITLE_MAX, CannedFile, CannedReply, fill, unknown_fields
from bot.core.consultations import Consultation
from bot.core.errors import InputRefused, NotFound, TitleTaken
from bot.core.messages import clean_text
from bot.services import attachments, desk
from bot.services.holding import consultation_of
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

NAMELESS = "Bapak/Ibu"
"""What {nama} becomes while nobody has told a name."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to be saved.

    Attributes:
        canned_id: which one is changed; None = a new one.
        title: how officers find it.
        text: with variables in braces.
        file: a new file's name and bytes; None = as it was.
        without_file: drop the file that it had.
    """

    canned_id: str | None
    title: str
    text: str
    file: tuple[str, bytes] | None = None
    without_file: bool = False


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A canned reply as it would be sent in one conversation."""

    id: str
    title: str
    text: str
    file_name: str


def listed(kit: Kit, actor: Actor) -> list[CannedReply]:
    """All of them by title.

    Raises:
        PermissionRefused: the actor is neither petugas nor admin.
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    with kit.uow.read() as uow:
        return uow.canned_replies.all()


def variables(kit: Kit) -> tuple[str, ...]:
    """What may stand in braces."""
    return ("nama", "tiket", "petugas", *kit.office.placeholders())


def save(kit: Kit, actor: Actor, draft: Draft) -> str:
    """Add or change one; its id.

    Raises:
        PermissionRefused: the actor is neither petugas nor admin.
        NotFound: the one to change is gone.
        TitleTaken: another one has this title.
        InputRefused: `judul`, `teks_panjang`, `isian` (with the unknown variable), `kosong`, or as in
            `attachments.checked` for the file.
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    title = " ".join(clean_text(draft.title).split())
    text = clean_text(draft.text).strip()
    file = _store_file(kit, draft.file)
    with kit.uow() as uow:
        before = None if draft.canned_id is None else uow.canned_replies.get(draft.canned_id)
        if draft.canned_id is not None and before is None:
            raise NotFound("no such canned reply")
        kept = None if draft.without_file or before is None else before.file
        canned = CannedReply(
            id=kit.new_id() if before is None else before.id,
            title=title,
            text=text,
            file=file or kept,
            updated_by=actor.id,
            updated_at=kit.clock(),
        )
        _check(kit, canned)
        same_title = uow.canned_replies.by_title(title)
        if same_title is not None and same_title.id != canned.id:
            raise TitleTaken("another canned reply has this title")
        uow.canned_replies.save(canned)
        uow.audit.add(at=kit.clock(), actor_id=actor.id, action="canned.saved", subject=canned.id, detail={})
        uow.commit()
    if before is not None and before.file is not None and before.file != canned.file:
        kit.files.remove(before.file.file_id)
    return canned.id


def remove(kit: Kit, actor: Actor, canned_id: str) -> None:
    """Forget one; what was sent with it stays.

    Raises:
        PermissionRefused: the actor is neither petugas nor admin.
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    with kit.uow() as uow:
        before = uow.canned_replies.get(canned_id)
        uow.canned_replies.remove(canned_id)
        uow.audit.add(at=kit.clock(), actor_id=actor.id, action="canned.removed", subject=canned_id, detail={})
        uow.commit()
    if before is not None and before.file is not None:
        kit.files.remove(before.file.file_id)


def filled(kit: Kit, actor: Actor, conversation_id: str) -> list[Filled]:
    """All of them with their variables filled for a conversation.

    Raises:
        PermissionRefused: the actor is no petugas.
        ConversationUnknown: no such conversation at the desk.
    """
    actor.require(Role.PETUGAS)
    with kit.uow.read() as uow:
        values = _values(uow, kit, actor, consultation_of(uow, conversation_id))
        return [
            Filled(
                id=each.id,
                title=each.title,
                text=fill(each.text, values),
                file_name="" if each.file is None else each.file.file_name,
            )
            for each in uow.canned_replies.all()
        ]


def reply(
    kit: Kit, actor: Actor, conversation_id: str, text: str, key: str, canned_id: str | None, answered: bool
) -> str:
    """Send a reply, with the file of the canned reply it was made from; the same key sends once. Gives the outbox id.

    A text too long for a caption goes before its file.

    Raises:
        PstError: as `desk.reply` and `send_file`.
    """
    if canned_id is None:
        return desk.reply(kit, actor, conversation_id, text, key, answered=answered)
    caption = text if len(text) <= CAPTION_MAX else ""
    if not caption and text.strip():
        desk.reply(kit, actor, conversation_id, text, f"{key}t", answered=answered)
    return send_file(kit, actor, conversation_id, canned_id, caption, key, answered=answered)


def send_file(
    kit: Kit, actor: Actor, conversation_id: str, canned_id: str, caption: str, key: str, *, answered: bool = False
) -> str:
    """Send the file of a canned reply, with a caption; the same key sends once. Gives the outbox id.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotHolder: the actor does not hold the conversation (any more).
        NotFound: there is no such canned reply, or it has no file.
    """
    actor.require(Role.PETUGAS)
    with kit.uow.read() as uow:
        canned = uow.canned_replies.get(canned_id)
    if canned is None or canned.file is None:
        raise NotFound("no such canned reply with a file")
    content = kit.files.read(canned.file.file_id)
    name = canned.file.file_name
    return attachments.send_file(kit, actor, conversation_id, name, content, caption, key, answered=answered)


def _store_file(kit: Kit, given: tuple[str, bytes] | None) -> CannedFile | None:
    if given is None:
        return None
    name, mime = attachments.checked(*given)
    file_id = kit.new_id()
    kit.files.write(file_id, given[1])
    return CannedFile(file_id=file_id, file_name=name, mime=mime, size=len(given[1]))


def _check(kit: Kit, canned: CannedReply) -> None:
    if not 0 < len(canned.title) <= TITLE_MAX:
        raise InputRefused("judul")
    if not canned.text:
        raise InputRefused("kosong")
    if len(canned.text) > (TEXT_MAX if canned.file is None else CAPTION_MAX):
        raise InputRefused("teks_panjang")
    if unknown := unknown_fields(canned.text, variables(kit)):
        raise InputRefused("isian", unknown[0])


def _values(uow: UnitOfWork, kit: Kit, actor: Actor, consultation: Consultation) -> Mapping[str, str]:
    guest = uow.guest_books.of_consultation(consultation.id)
    name = NAMELESS if guest is None or not guest.name else guest.name
    today = kit.clock().astimezone(kit.zone).date()  # in Ramadan, Ramadan's hours are told
    return {**kit.office.placeholders(today), "nama": name, "tiket": consultation.number, "petugas": actor.name}
