"""Whatever the body is: a result or PayloadInvalid, nothing else, and nothing unbounded or unstorable."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Parsed, PayloadInvalid
from bot.channels.telegram.payloads import parse
from bot.core.messages import clean_text
from tests.channels.telegram.rows import load

pytestmark = pytest.mark.long

NAMES = ["text", "button", "photo", "document", "venue", "contact", "sticker", "reaction", "blocked", "edited"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))


def parsed_or_invalid(value: Any) -> Parsed | None:
    try:
        return parse(json.dumps(value).encode())
    except PayloadInvalid:
        return None


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    copied = value.copy()
    copied[path[0]] = replaced(value[path[0]], path[1:], new)
    return copied


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A true update with anything in one place."""
    update = load(draw(st.sampled_from(NAMES)))
    return replaced(update, draw(st.sampled_from(places(update))), draw(JSON))


@given(st.binary())
@settings(deadline=None)
def test_any_bytes(body: bytes) -> None:
    """Bad input: no bytes raise anything but PayloadInvalid."""
    with suppress(PayloadInvalid):
        parse(body)


@given(JSON | damaged())
@settings(deadline=None, max_examples=400)
def test_any_json(value: Any) -> None:
    """Bad input: whatever Telegram sends, what is stored is within its limits."""
    parsed = parsed_or_invalid(value)
    for message in parsed.incoming if parsed else ():
        words = (message.text, message.button or "", message.address.value, message.external_id)
        assert all(len(each) <= 4200 and clean_text(each) == each for each in words)
