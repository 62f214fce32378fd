"""Which files of people are taken, and where the platform keeps them."""

from collections.abc import Mapping

from bot.channels.http import media_type
from bot.core.messages import Kind

_OFFICE = "application/vnd.openxmlformats-officedocument"
_AUDIO = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4", "audio/amr", "audio/aac"})

TYPES: Mapping[Kind, frozenset[str]] = {
    Kind.IMAGE: frozenset({"image/jpeg", "image/png", "image/webp"}),
    Kind.STICKER: frozenset({"image/webp"}),
    Kind.VOICE: _AUDIO,
    Kind.AUDIO: _AUDIO,
    Kind.VIDEO: frozenset({"video/mp4", "video/3gpp"}),
    Kind.DOCUMENT: frozenset(
        {
            "application/pdf",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            f"{_OFFICE}.wordprocessingml.document",
            f"{_OFFICE}.spreadsheetml.sheet",
            f"{_OFFICE}.presentationml.presentation",
            "text/plain",
            "text/csv",
        }
    ),
}

HOSTS = frozenset({"lookaside.fbsbx.com", "graph.facebook.com"})
DOMAINS = ("fbcdn.net", "whatsapp.net")


def types_like(declared: str) -> frozenset[str]:
    """The types that may be served for a file declared so: its own kind's, for a document may not turn into a film."""
    wanted = media_type(declared)
    return frozenset().union(*(types for types in TYPES.values() if wanted in types))
