"""Rows of stored replies, as the values they hold."""

from typing import Any

from sqlalchemy import RowMapping

from bot.core.forms.form import FormKind
from bot.core.messages import Attachment, AttachmentKind, OfferedButton, Outgoing, Sending, Speaker, Thread
from bot.core.sending import FAILURES, Failure, Trouble


def buttons_of(row: RowMapping) -> tuple[OfferedButton, ...]:
    """The buttons below a message."""
    return tuple(OfferedButton(**each) for each in row["buttons"])


def attachment_json(attachment: Attachment | None) -> dict[str, Any] | None:
    """As it is stored."""
    if attachment is None:
        return None
    return {
        "kind": attachment.kind.value,
        "file_id": attachment.file_id,
        "mime": attachment.mime,
        "file_name": attachment.file_name,
        "latitude": attachment.latitude,
        "longitude": attachment.longitude,
    }


def _attachment(stored: dict[str, Any] | None) -> Attachment | None:
    return None if stored is None else Attachment(**{**stored, "kind": AttachmentKind(stored["kind"])})


def outgoing_of(row: RowMapping) -> Outgoing:
    """A reply."""
    return Outgoing(
        id=row["id"],
        conversation_id=row["conversation_id"],
        channel=row["channel"],
        inbox_id=row["inbox_id"],
        ordinal=row["ordinal"],
        key=row["key"],
        speaker=Speaker(row["speaker"]),
        author_id=row["author_id"],
        text=row["text"],
        buttons=buttons_of(row),
        decision=row["decision"],
        created_at=row["created_at"],
        sending=Sending(row["sending"]),
        attempt=row["attempt"],
        attachment=_attachment(row["attachment"]),
        optional=row["optional"],
        template=row["template"],
        external_id=row["external_id"],
        void_ids=tuple(row["void_ids"]),
        thread=None if row["thread_id"] is None else Thread(id=row["thread_id"], kind=FormKind(row["form_kind"])),
    )


def trouble_of(row: RowMapping) -> Trouble:
    """A reply that did not arrive."""
    return Trouble(
        outbox_id=row["id"],
        conversation_id=row["conversation_id"],
        channel=row["channel"],
        sending=Sending(row["sending"]),
        failure=FAILURES.get(row["failure"], Failure.UNCLEAR),
        detail=row["detail"],
        created_at=row["created_at"],
    )
