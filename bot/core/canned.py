"""Canned replies: texts with variables that officers insert, some with a file."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

TITLE_MAX = 60
TEXT_MAX = 2_000
CAPTION_MAX = 1_000  # with a file the text is its caption, which WhatsApp and Telegram cut at 1,024

_FIELD = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, kw_only=True)
class CannedFile:
    """The file that goes with a canned reply; its bytes lie in the files folder under `file_id`."""

    file_id: str
    file_name: str
    mime: str
    size: int


@dataclass(frozen=True, kw_only=True)
class CannedReply:
    """One canned reply; titles are unique."""

    id: str
    title: str
    text: str
    file: CannedFile | None
    updated_by: str
    updated_at: datetime


def unknown_fields(text: str, known: Collection[str]) -> list[str]:
    """What stands in braces and is no variable, in order."""
    return [name for name in _FIELD.findall(text) if name not in known]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled, once: braces in the values mean nothing; an unknown variable stays."""
    return _FIELD.sub(lambda match: values.get(match[1], match[0]), text)
