"""Turns a reply into one call of the Bot API: text, keyboard, file or place, always one bubble."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.base import Refused, SendResult
from bot.channels.telegram.api import BotApi, Upload
from bot.channels.telegram.errors import sent
from bot.channels.text import distinct_titles, numbered, shorten
from bot.core.conversations import Address
from bot.core.messages import Attachment, AttachmentKind, OfferedButton, Outgoing, clean_text
from bot.core.sending import Failure

TEXT_MAX = 4096
CAPTION_MAX = 1024
VENUE_TITLE_MAX = 100
VENUE_ADDRESS_MAX = 200
TITLE_MAX = 40
SIDE_BY_SIDE_MAX = 18  # two titles of this length fit beside each other on a narrow phone
BUTTONS_MAX = 12  # a longer keyboard hides the text on a phone
CALLBACK_MAX = 64  # bytes
PHOTO_MAX = 10 * 1024 * 1024  # a larger image is taken as a document only


async def send(api: BotApi, outgoing: Outgoing, address: Address) -> SendResult:
    """Send one reply."""
    keyboard = _keyboard(outgoing.buttons)
    choices = "" if keyboard else numbered("", [clean_text(button.title) for button in outgoing.buttons])
    fields = {"chat_id": address.value, **keyboard}
    text = clean_text(outgoing.text)
    attachment = outgoing.attachment
    if attachment is None:
        preview = {"link_preview_options": {"is_disabled": True}}
        return sent(await api.call("sendMessage", {**fields, "text": _fitted(text, choices, TEXT_MAX), **preview}))
    if attachment.kind is AttachmentKind.LOCATION:
        method, place = _place(attachment, text + choices)
        return sent(await api.call(method, {**fields, **place}))
    try:
        upload = await _upload(attachment)
    except OSError as error:
        return Refused(Failure.FILE_UNUSABLE, type(error).__name__)
    caption = _fitted(text, choices, CAPTION_MAX)
    return sent(await api.upload(f"send{upload.field.title()}", {**fields, "caption": caption}, upload))


def _keyboard(buttons: Sequence[OfferedButton]) -> Mapping[str, Any]:
    """The buttons as a keyboard; nothing where there are none, too many, or one that it cannot carry."""
    carried = all(1 <= len(button.token.encode()) <= CALLBACK_MAX for button in buttons)
    if not 1 <= len(buttons) <= BUTTONS_MAX or not carried:
        return {}
    titles = distinct_titles([clean_text(button.title) for button in buttons], TITLE_MAX)
    keys = [{"text": title, "callback_data": button.token} for title, button in zip(titles, buttons, strict=True)]
    columns = 2 if max(map(len, titles)) <= SIDE_BY_SIDE_MAX else 1
    rows = [keys[start : start + columns] for start in range(0, len(keys), columns)]
    return {"reply_markup": {"inline_keyboard": rows}}


def _fitted(text: str, choices: str, limit: int) -> str:
    """The text with the written choices below it; where both are too long, the text gives way first."""
    room = max(limit - len(choices), limit // 4)
    return shorten(shorten(text, room) + choices, limit)


def _place(attachment: Attachment, text: str) -> tuple[str, Mapping[str, Any]]:
    """A pin; with words it becomes a venue, which needs both a title and an address."""
    point = {"latitude": attachment.latitude, "longitude": attachment.longitude}
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return "sendLocation", point
    title, *rest = lines
    address = shorten("\n".join(rest) or title, VENUE_ADDRESS_MAX)
    return "sendVenue", {**point, "title": shorten(title, VENUE_TITLE_MAX), "address": address}


async def _upload(attachment: Attachment) -> Upload:
    """The attachment's bytes, in the field of the method that sends them.

    Raises:
        OSError: they cannot be read.
    """
    if attachment.path is None:
        raise FileNotFoundError
    content = await asyncio.to_thread(attachment.path.read_bytes)
    photo = attachment.kind is AttachmentKind.IMAGE and len(content) <= PHOTO_MAX
    return Upload(
        field="photo" if photo else "document",
        file_name=clean_text(attachment.file_name or attachment.path.name),
        content=content,
        mime=attachment.mime,
    )
