"""What one message holds, by its type (platforms 1.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.channels.whatsapp.fields import Ignored, Json, degrees, identifier, inner, line, number, objects, sha256, text
from bot.core.messages import Kind, MediaRef, clean_text

_BUTTON_MAX = 256  # longer ids than the platform allows
_MEDIA_ID_MAX = 256


@dataclass(frozen=True, kw_only=True)
class Content:
    """A message without its sender; `edits` is the id of the message whose words these replace."""

    kind: Kind
    text: str = ""
    button: str | None = None
    media: MediaRef | None = None
    edits: str | None = None


NOT_SHOWABLE = Content(kind=Kind.OTHER)


def content_of(message: Json) -> Content:
    """What the message holds; what cannot be shown is OTHER, for a person has written all the same.

    Raises:
        Ignored: nobody has said anything with it.
    """
    kind = text(message, "type")
    if kind in _SILENT:
        raise Ignored(kind)
    reader = _READERS.get(kind)
    return NOT_SHOWABLE if reader is None else reader(message)


def _text(message: Json) -> Content:
    body = inner(message, "text").get("body")
    return Content(kind=Kind.TEXT, text=body) if isinstance(body, str) else NOT_SHOWABLE


def _interactive(message: Json) -> Content:
    part = inner(message, "interactive")
    kind = text(part, "type")
    if kind not in ("button_reply", "list_reply"):  # forms and call permissions, which we never ask for
        return NOT_SHOWABLE
    reply = inner(part, kind)
    return _pressed(text(reply, "id"), text(reply, "title"))


def _quick_reply(message: Json) -> Content:
    button = inner(message, "button")
    return _pressed(text(button, "payload"), text(button, "text"))


def _pressed(token: str, title: str) -> Content:
    """A press; a client may send any token, and one that cannot be stored is what its title says."""
    if token and len(token) <= _BUTTON_MAX and clean_text(token) == token:
        return Content(kind=Kind.BUTTON, text=title, button=token)
    return Content(kind=Kind.TEXT, text=title) if title else NOT_SHOWABLE


def _file(kind: Kind) -> Callable[[Json], Content]:
    def read(message: Json) -> Content:
        part = inner(message, text(message, "type"))
        real = Kind.VOICE if kind is Kind.AUDIO and part.get("voice") is True else kind
        return Content(kind=real, text=text(part, "caption"), media=_media(part))

    return read


def _media(part: Json) -> MediaRef | None:
    try:
        handle = identifier(part, "id", _MEDIA_ID_MAX)
    except Ignored:
        return None
    if handle is None:
        return None
    size = number(part, "file_size")
    return MediaRef(
        provider_id=handle,
        mime=line(part, "mime_type"),
        file_name=line(part, "filename"),
        size=size if size is not None and size >= 0 else None,
        sha256=sha256(part),
    )


def _location(message: Json) -> Content:
    part = inner(message, "location")
    words = ", ".join(filter(None, (text(part, "name"), text(part, "address"))))
    latitude, longitude = degrees(part, "latitude"), degrees(part, "longitude")
    point = "" if latitude is None or longitude is None else f"({latitude}, {longitude})"
    return Content(kind=Kind.LOCATION, text=" ".join(filter(None, ("Lokasi:", words, point))))


def _contacts(message: Json) -> Content:
    names = [inner(each, "name") for each in objects(message.get("contacts"), "", [])]
    shown = [text(name, "formatted_name") or text(name, "first_name") for name in names]
    return Content(kind=Kind.CONTACT, text=f"Kontak: {', '.join(filter(None, shown))}".rstrip())


def _reaction(message: Json) -> Content:
    return Content(kind=Kind.REACTION, text=text(inner(message, "reaction"), "emoji"))  # empty: taken back


def _edit(message: Json) -> Content:
    part = inner(message, "edit")
    new = inner(part, "message")
    words = inner(new, "text").get("body") or inner(new, text(new, "type")).get("caption")
    if not isinstance(words, str):
        return NOT_SHOWABLE
    return Content(kind=Kind.TEXT, text=words, edits=text(part, "original_message_id") or None)


_SILENT = frozenset(
    {
        "system",  # a person has a new number; their next message tells it
        "revoke",  # a person has taken a message back
    }
)
_READERS: Mapping[str, Callable[[Json], Content]] = {
    "text": _text,
    "interactive": _interactive,
    "button": _quick_reply,
    "image": _file(Kind.IMAGE),
    "video": _file(Kind.VIDEO),
    "document": _file(Kind.DOCUMENT),
    "audio": _file(Kind.AUDIO),
    "voice": _file(Kind.VOICE),
    "sticker": _file(Kind.STICKER),
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "edit": _edit,
}
