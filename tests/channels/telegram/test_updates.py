"""Presses, edits, groups, blocks, and bodies that are none of Telegram's."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.channels.telegram.payloads import PRIVATE_ONLY
from bot.core.messages import Incoming, Kind
from tests.channels.engine import IncomingCase, check_incoming
from tests.channels.telegram.rows import BUDI, SECRETS, changed, load, make

EDITED_AT = datetime(2026, 11, 23, 3, 1, tzinfo=UTC)
NOT_HERE = {"method": "sendMessage", "text": PRIVATE_ONLY}


def edit(number: int, text: str) -> Incoming:
    return Incoming(address=BUDI, external_id=str(800000000 + number), text=text, sent_at=EDITED_AT)


def press(number: int, title: str, token: str) -> Incoming:
    return Incoming(address=BUDI, external_id=str(800000000 + number), text=title, button=token, kind=Kind.BUTTON)


def answer(number: int) -> dict[str, Any]:
    return {"method": "answerCallbackQuery", "callback_query_id": f"429496730000000000{number}"}


def row(label: str, payload: str, *incoming: Incoming, ignored: str = "", response: Any = None) -> IncomingCase:
    reasons = (ignored,) if ignored else ()
    return IncomingCase(label=label, body=load(payload), incoming=incoming, ignored=reasons, response=response)


def not_here(chat_id: int, message_id: int | None = None) -> dict[str, Any]:
    reply = {"message_id": message_id, "allow_sending_without_reply": True}
    return {**NOT_HERE, "chat_id": chat_id, **({} if message_id is None else {"reply_parameters": reply})}


def wrong(label: str, body: Any) -> IncomingCase:
    return IncomingCase(label=label, body=body, error=True)


EDITS = [
    row("an edit is a new message with the new text", "edited", edit(5, "jumlah penduduk 2025")),
    row("of a file only the words can have changed", "edited_caption", edit(6, "tabel halaman 3")),
    row(
        "Telegram's own change, e.g. a preview: answering again would repeat us",
        "edited_without_date",
        ignored="edit_by_telegram",
    ),
    row("a live location moves every few seconds", "live_location_moves", ignored="edit_without_text"),
]

PRESSES = [
    row(
        "a press gives token and title, and is answered", "button", press(9, "Arti IPM", "token-2"), response=answer(1)
    ),
    row(
        "data that no button had (a modified client): judged by the store, no title to fall back to",
        "button_forged",
        press(10, "", "bukan-milik-kami"),
        response=answer(2),
    ),
    row("a message of which only the chat is told", "button_too_old", press(11, "", "token-1"), response=answer(3)),
    row("a game's button", "button_game", ignored="no_button", response=answer(4)),
    row(
        "a button of an inline result, which we do not offer", "button_inline", ignored="no_button", response=answer(5)
    ),
    row("a button in a group", "button_in_group", ignored="group", response=answer(6)),
]

GROUPS = [
    row("people talking to each other are left alone", "group_chatter", ignored="group"),
    row("a command is told where to go", "group_command", ignored="group", response=not_here(-1001000000009, 11)),
    row("the same in a small group", "basic_group_command", ignored="group", response=not_here(-1000000011, 11)),
    row("an edited command was answered the first time", "group_edit", ignored="group"),
    row("being added is answered once", "added_to_group", ignored="group", response=not_here(-1001000000009)),
    row("becoming administrator is no adding", "made_admin_in_group", ignored="group"),
    row("nobody can be told who removed us", "removed_from_group", ignored="group"),
    row("a refusal in a channel would be published", "added_to_channel", ignored="group"),
    row("posts of a channel, though they look like commands", "channel_post", ignored="group"),
    row("reactions in a group", "reaction_in_group", ignored="group"),
]

NOTHING_SAID = [
    row("the person blocked us", "blocked", ignored="blocked"),
    row("and came back: their /start follows", "unblocked", ignored="unblocked"),
    row("a reaction taken back", "reaction_withdrawn", ignored="reaction_withdrawn"),
    IncomingCase(
        label="another bot",
        body=changed(**{"from": {"id": 7000000002, "is_bot": True, "first_name": "Bot Lain"}}),
        ignored=("bot",),
    ),
    row("pinning is no message", "pinned", ignored="service"),
    row("nor is the self-deleting timer", "auto_delete_set", ignored="service"),
    row("a kind of update that was not asked for", "inline_query", ignored="unknown_update"),
    IncomingCase(label="an update with nothing in it", body={"update_id": 1}, ignored=("unknown_update",)),
]

WRONG = [
    wrong("empty", b""),
    wrong("no JSON", b"update_id=1&message=halo"),
    wrong("no UTF-8", b'{"update_id": 1, "message": "\xff\xfe"}'),
    wrong("nested deeper than any reader follows", b'{"update_id":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    wrong("a figure longer than Python converts", b'{"update_id":' + b"9" * 5_000 + b"}"),
    wrong("a list", [load("text")]),
    wrong("null", b"null"),
    wrong("without an id nothing can be stored once", {"message": load("text")["message"]}),
    wrong("the id as text", {**load("text"), "update_id": "800000001"}),
    wrong("the id as true, which Python counts as 1", {**load("text"), "update_id": True}),
    wrong("a message that is text", {"update_id": 1, "message": "berapa penduduk"}),
    wrong("text that is a list", changed(text=["berapa penduduk"])),
    wrong("without a chat", {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": "berapa penduduk"}}),
    wrong("a date beyond all calendars", changed(date=10**18)),
    wrong("a place off the globe", changed(text=None, location={"latitude": 91.0, "longitude": 0.0})),
    wrong("a place that is no number", changed(text=None, location={"latitude": float("nan"), "longitude": 0.0})),
    wrong("a file without a handle", changed(text=None, voice={"duration": 3})),
    wrong("a handle too long to be one", changed(text=None, voice={"file_id": "A" * 300})),
]


@pytest.mark.parametrize("case", [*EDITS, *PRESSES, *GROUPS, *NOTHING_SAID, *WRONG], ids=lambda case: case.label)
def test_update(case: IncomingCase) -> None:
    """Issue 3, point 2: buttons, edits, groups and people who blocked us."""
    words = ("berapa penduduk", "berapa jumlah") if case.error else ()  # what a refused body says stays untold too
    check_incoming(make(httpx.MockTransport(lambda request: httpx.Response(599))), case, [*SECRETS, *words])
