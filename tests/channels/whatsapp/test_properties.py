"""Whatever a body holds: only PayloadInvalid is raised, and no good neighbour is lost; titles never collide."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.channels.base import PayloadInvalid
from bot.channels.whatsapp import sending
from tests.channels.engine import outgoing
from tests.channels.whatsapp.samples import GOOD, SARI, message, payload, value_of, whatsapp

pytestmark = pytest.mark.long

# The machine may be busy: how long an example takes says nothing.
unhurried = settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

NAMES = [
    "from",
    "from_user_id",
    "id",
    "timestamp",
    "type",
    "text",
    "body",
    "interactive",
    "button_reply",
    "image",
    "caption",
    "location",
    "latitude",
    "contacts",
    "name",
    "edit",
    "message",
    "errors",
    "code",
    "status",
    "wa_id",
    "value",
    "messages",
    "statuses",
    "calls",
]
WORDS = ["text", "interactive", "button_reply", "image", "audio", "location", "contacts", "edit", "failed", "connect"]

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(WORDS)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner),
    max_leaves=15,
)
LIKE_MESSAGES = {"id": st.text(), "from": st.text(), "type": st.sampled_from([*WORDS, "reaction", "call"])}
items = anything | st.fixed_dictionaries(LIKE_MESSAGES, optional=dict.fromkeys(WORDS, anything))


@unhurried
@given(
    anything,
    st.lists(items, max_size=3),
    st.lists(items, max_size=3),
    st.sampled_from(["messages", "statuses", "calls"]),
)
def test_neighbours(contacts: Any, before: list[Any], after: list[Any], beside: str) -> None:
    """Habit of the platform: a thousand updates in one body, any of which may be new to us."""
    good = message(id="wamid.BAIK")
    body = payload("text")
    value_of(body).update(contacts=contacts, messages=[*before, good, *after])
    value_of(body).setdefault(beside, after)
    parsed = whatsapp().parse(json.dumps(body).encode())
    kept = [(each.text, each.address) for each in parsed.incoming if each.external_id == "wamid.BAIK"]
    assert kept == [(GOOD.text, SARI)]


@unhurried
@given(anything | st.fixed_dictionaries({"object": st.just("whatsapp_business_account"), "entry": anything}))
def test_any_json(body: Any) -> None:
    """Parsing raises PayloadInvalid or nothing."""
    with suppress(PayloadInvalid):
        whatsapp().parse(json.dumps(body).encode())


@unhurried
@given(st.binary(max_size=200))
def test_any_bytes(body: bytes) -> None:
    """Parsing raises PayloadInvalid or nothing, for what is no JSON as well."""
    with suppress(PayloadInvalid):
        whatsapp().parse(body)


titles = st.text(st.sampled_from("aAbB 123.…"), max_size=30) | st.text(max_size=80)


@unhurried
@given(st.lists(titles, min_size=1, max_size=10))
@example(["a 3", "a", "a"])
@example(["2", " "])
def test_titles(shown: list[str]) -> None:
    """The platform refuses a message with two equal or empty titles, and cuts none itself."""
    content = sending.message(outgoing("Pilih", *shown), SARI)["interactive"]
    if content["type"] == "button":
        found = [each["reply"]["title"] for each in content["action"]["buttons"]]
        limit = sending.BUTTON_TITLE_MAX
    else:
        rows = content["action"]["sections"][0]["rows"]
        assert all(len(row.get("description", "")) <= sending.ROW_DESCRIPTION_MAX for row in rows)
        found = [row["title"] for row in rows]
        limit = sending.ROW_TITLE_MAX
    assert len(found) == len(shown) == len({title.strip().casefold() for title in found})
    assert all(0 < len(title.strip()) <= len(title) <= limit for title in found)
