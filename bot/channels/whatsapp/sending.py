"""Builds the requests to `/messages` (platforms 1.7): one bubble for one reply, in the richest form that it fits."""

from typing import Any

from bot.channels.text import distinct_titles, numbered, shorten
from bot.channels.whatsapp.people import BSUID, PHONE, WA_ID
from bot.core.conversations import Address
from bot.core.messages import Attachment, AttachmentKind, OfferedButton, Outgoing

Body = dict[str, Any]

TEXT_MAX = 4096
REPLY_BODY_MAX = 1024
CAPTION_MAX = 1024
BUTTONS_MAX = 3
ROWS_MAX = 10
BUTTON_TITLE_MAX = 20
ROW_TITLE_MAX = 24
ROW_DESCRIPTION_MAX = 72
PLACE_MAX = 256  # the platform names no limit for a place's name and address

_CHOOSE = "Pilihan"
_LANGUAGE = "id"
_PLACE = "Lokasi"
_RECIPIENT_FIELD = {WA_ID: "to", PHONE: "to", BSUID: "recipient"}


def reachable(address: Address) -> bool:
    """Whether the platform takes this kind of address."""
    return address.kind in _RECIPIENT_FIELD


def message(outgoing: Outgoing, address: Address, media_id: str | None = None) -> Body:
    """The request for a reply.

    Args:
        outgoing: the reply.
        address: `reachable`.
        media_id: of its file, where it has one: uploaded before.
    """
    return {**_envelope(outgoing.id, address), **_content(outgoing, media_id)}


def seen(external_id: str) -> Body:
    """The request that marks a message as read and shows that we are writing."""
    return {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": external_id,
        "typing_indicator": {"type": "text"},
    }


def _envelope(outgoing_id: str, address: Address) -> Body:
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        _RECIPIENT_FIELD[address.kind]: address.value,
        "biz_opaque_callback_data": outgoing_id,  # comes back in every status: the only way to reconcile
    }


def _content(outgoing: Outgoing, media_id: str | None) -> Body:
    text, buttons = outgoing.text, outgoing.buttons
    if outgoing.template is not None:  # without parameters; may also be sent outside the 24 hours
        return {"type": "template", "template": {"name": outgoing.template, "language": {"code": _LANGUAGE}}}
    if outgoing.attachment is not None:
        return _attached(outgoing.attachment, media_id, _with_choices(text, buttons, CAPTION_MAX))
    if not buttons or len(buttons) > ROWS_MAX:
        return _text(_with_choices(text, buttons, TEXT_MAX))
    body = text if text.strip() else _CHOOSE  # the platform refuses an empty one
    if len(buttons) <= BUTTONS_MAX and len(body) <= REPLY_BODY_MAX:
        return _reply_buttons(body, buttons)
    return _list(body, buttons)


def _text(text: str) -> Body:
    return {"type": "text", "text": {"body": text, "preview_url": False}}


def _reply_buttons(text: str, buttons: tuple[OfferedButton, ...]) -> Body:
    replies = [
        {"type": "reply", "reply": {"id": button.token, "title": title}}
        for button, title in zip(buttons, _titles(buttons, BUTTON_TITLE_MAX), strict=True)
    ]
    return _interactive("button", text, {"buttons": replies})


def _list(text: str, buttons: tuple[OfferedButton, ...]) -> Body:
    rows = [_row(button, title) for button, title in zip(buttons, _titles(buttons, ROW_TITLE_MAX), strict=True)]
    return _interactive("list", shorten(text, TEXT_MAX), {"button": _CHOOSE, "sections": [{"rows": rows}]})


def _row(button: OfferedButton, title: str) -> Body:
    whole = _one_line(button.title)
    described = {"description": shorten(whole, ROW_DESCRIPTION_MAX)} if whole and whole != title else {}
    return {"id": button.token, "title": title, **described}


def _interactive(kind: str, text: str, action: Body) -> Body:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": text}, "action": action}}


def _titles(buttons: tuple[OfferedButton, ...], limit: int) -> list[str]:
    """Titles of which no two are equal: the platform refuses the whole message otherwise."""
    return distinct_titles([_one_line(button.title) for button in buttons], limit)


def _with_choices(text: str, buttons: tuple[OfferedButton, ...], limit: int) -> str:
    """The text with its choices as numbered lines: the text is cut before any of them."""
    if not buttons:
        return shorten(text, limit)
    choices = numbered("", [_one_line(button.title) for button in buttons])
    return shorten(shorten(text, max(limit - len(choices), 1)) + choices, limit)


def _one_line(title: str) -> str:
    return " ".join(title.split())


def _attached(attachment: Attachment, media_id: str | None, caption: str) -> Body:
    if attachment.kind is AttachmentKind.LOCATION:
        return {"type": "location", "location": _place(attachment, caption)}
    part: Body = {"id": media_id}
    if caption.strip():
        part["caption"] = caption
    if attachment.kind is AttachmentKind.DOCUMENT:
        part["filename"] = attachment.file_name
    return {"type": attachment.kind.value, attachment.kind.value: part}


def _place(attachment: Attachment, caption: str) -> Body:
    """A place: the caption's first line is its name, the rest its address, for places have no caption."""
    name, _, rest = caption.strip().partition("\n")
    place: Body = {
        "latitude": attachment.latitude,
        "longitude": attachment.longitude,
        "name": shorten(name, PLACE_MAX) or _PLACE,
    }
    if rest.strip():
        place["address"] = shorten(_one_line(rest), PLACE_MAX)
    return place
