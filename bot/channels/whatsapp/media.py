"""Which files of people are taken, and where the platform keeps them."""

from bot.channels.file_types import AUDIO, DOCUMENTS, IMAGES, VIDEO
from bot.channels.http import media_type

_GROUPS = (IMAGES, AUDIO | {"audio/amr"}, VIDEO, DOCUMENTS)  # the platform takes AMR; Telegram's apps send none

HOSTS = frozenset({"lookaside.fbsbx.com", "graph.facebook.com"})
DOMAINS = ("fbcdn.net", "whatsapp.net")


def types_like(declared: str) -> frozenset[str]:
    """The types that may be served for a file declared so: its own kind's, for a document may not turn into a film."""
    wanted = media_type(declared)
    return next((types for types in _GROUPS if wanted in types), frozenset())
