"""The lines of a conversation as the desk reads them: messages, their files, and who wrote the replies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.consultations import Consultation
from bot.core.messages import SeenMessage, Speaker, StoredFile
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Messages with what belongs to them: files by id, and the officers' names by outbox id."""

    messages: tuple[SeenMessage, ...]
    files: Mapping[str, StoredFile]
    authors: Mapping[str, str]


def lines_of(uow: UnitOfWork, messages: Sequence[SeenMessage]) -> Lines:
    """Messages with their files and authors; people outside are told *Petugas*, colleagues the name."""
    files = {message.file_id for message in messages if message.file_id is not None}
    replies = {m.outbox_id for m in messages if m.outbox_id is not None and m.speaker is Speaker.OFFICER}
    return Lines(
        messages=tuple(messages),
        files={file.id: file for file in uow.files.several(files)},
        authors=uow.desk_lists.authors(replies),
    )


def with_marks(
    uow: UnitOfWork, kit: Kit, consultation: Consultation, messages: list[SeenMessage], after: int
) -> list[SeenMessage]:
    """One line for each private form that the person filled in meanwhile, and nothing of its words (stories 5)."""
    last = messages[-1].seq if len(messages) == PAGE else None
    marks = [
        SeenMessage(
            conversation_id=consultation.conversation_id,
            seq=seq,
            speaker=Speaker.SYSTEM,
            text=kit.texts.fill("formulir_lain"),
            buttons=(),
            at=at,
        )
        for seq, at in uow.private_messages.marks(consultation.conversation_id, after, consultation.requested_at)
        if last is None or seq < last
    ]
    return sorted([*messages, *marks], key=lambda message: message.seq)
