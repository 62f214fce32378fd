"""Reads values out of foreign JSON without trusting its shape."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.core.messages import clean_text

Json = Mapping[str, Any]

_HEX = re.compile("[0-9a-fA-F]{64}")
_NUMBER = re.compile("-?[0-9]{1,9}")
_INSTANT = re.compile("[0-9]{1,15}")
_MILLISECONDS_FROM = 10**11  # as seconds this would be the year 5138
_SHA256_BYTES = 32


class Ignored(Exception):
    """This item is left out; `args[0]` is the reason, without content."""


def objects(value: Any, reason: str, ignored: list[str]) -> Iterator[Json]:
    """The objects of a list; each other item leaves a reason, a missing list is empty."""
    if value is None:
        return
    if not isinstance(value, list):
        ignored.append(reason)
        return
    for each in value:
        if isinstance(each, dict):
            yield each
        else:
            ignored.append(reason)


def inner(item: Json, *path: str) -> Json:
    """The object at a path; empty when there is none."""
    for name in path:
        found = item.get(name)
        item = found if isinstance(found, dict) else {}
    return item


def text(item: Json, name: str) -> str:
    """A string; empty when there is none."""
    value = item.get(name)
    return value if isinstance(value, str) else ""


def line(item: Json, name: str, limit: int = 255) -> str:
    """A short string without control characters."""
    return clean_text(text(item, name))[:limit]


def identifier(item: Json, name: str, limit: int) -> str | None:
    """An identifier; None when there is none.

    Raises:
        Ignored: it is longer than the limit, or not storable.
    """
    value = text(item, name)
    if len(value) > limit:
        raise Ignored("too_long")
    if clean_text(value) != value:
        raise Ignored("malformed_id")
    return value or None


def instant(item: Json, name: str) -> datetime | None:
    """A time in unix seconds, or in milliseconds, which has been seen; None when there is none."""
    value = item.get(name)
    digits = str(value) if isinstance(value, str | int) and not isinstance(value, bool) and _small(value) else ""
    if not _INSTANT.fullmatch(digits):
        return None
    seconds = int(digits) / 1000 if int(digits) >= _MILLISECONDS_FROM else int(digits)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def number(item: Json, name: str) -> int | None:
    """A whole number of up to nine digits, also when written as a string; None when there is none."""
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int) or not _small(value):
        return None
    return int(value) if _NUMBER.fullmatch(str(value)) else None


def degrees(item: Json, name: str) -> float | None:
    """A coordinate; None when there is none."""
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) <= 180 else None  # also not NaN


def sha256(item: Json) -> str | None:
    """The checksum in hexadecimal: webhooks give it in Base64, the interface in hexadecimal."""
    value = text(item, "sha256")
    if _HEX.fullmatch(value):
        return value.lower()
    try:
        digest = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None
    return digest.hex() if len(digest) == _SHA256_BYTES else None


def _small(value: str | int) -> bool:
    """Whether it can be written out at all: Python refuses to print numbers of many thousand digits."""
    return isinstance(value, str) or abs(value) < 10**15
