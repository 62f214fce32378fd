"""Polling."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from bot.channels.base import Refused
from bot.channels.telegram import polling
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.errors import CallFailed, PollingConflict
from bot.core.sending import Failure
from tests.channels.provider import Answer, Asked, Provider, asked_of, expected_of
from tests.channels.telegram.rows import SECRETS, api, load, make, ok, refused
from tests.channels.watch import watched

Act = Callable[[Telegram], Awaitable[Any]]
KINDS = ["message", "edited_message", "callback_query", "my_chat_member", "message_reaction"]
POLL = {"timeout": 25, "limit": 100, "allowed_updates": KINDS}


def run(act: Act, answer: Answer, method: str, fields: dict[str, Any]) -> Any:
    """The result of one call that must have been asked like this, or its exception."""
    provider = Provider([answer])

    async def scenario() -> Any:
        channel = make(provider.transport())
        try:
            return await act(channel)
        except (CallFailed, PollingConflict) as error:
            return error
        finally:
            await channel.close()

    with watched([*SECRETS, "jumlah penduduk"]) as seen:
        result = asyncio.run(scenario())
        if isinstance(result, Exception):
            seen.append(repr(result))
    provider.finish()
    asked = Asked(method="POST", url=api(method), json=fields)
    assert [asked_of(request) for request in provider.requests] == [expected_of(asked)]
    return result


def poll(channel: Telegram) -> Awaitable[Any]:
    return polling.updates(channel, 800000001)


@pytest.mark.parametrize("names", [[], ["text"], ["text", "button", "inline_query"]], ids=["quiet", "one", "several"])
def test_updates(names: list[str]) -> None:
    """As they came, also kinds that nobody reads: the offset must get past them."""
    given = [load(name) for name in names]
    assert run(poll, ok(given), "getUpdates", {**POLL, "offset": 800000001}) == given


def test_first_poll_without_an_offset_and_without_waiting() -> None:
    """Issue 3, point 2: what was not confirmed before a restart is asked for again."""
    assert run(lambda channel: polling.updates(channel, wait_s=0), ok([]), "getUpdates", {**POLL, "timeout": 0}) == []


def test_poll_outwaits_telegram() -> None:
    """An answer after 25 s is the normal case."""
    provider = Provider([ok([])])
    asyncio.run(polling.updates(make(provider.transport()), 1))
    assert provider.requests[0].extensions["timeout"]["read"] > 25


@pytest.mark.parametrize(
    ("label", "answer", "expected"),
    [
        (
            "a webhook is set",
            refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"),
            "webhook",
        ),
        (
            "another process polls",
            refused(409, "Conflict: terminated by other getUpdates request; make sure that only one is running"),
            "poller",
        ),
        ("a conflict without words", httpx.Response(409), "poller"),
        ("token revoked", refused(401, "Unauthorized"), Refused(Failure.ACCOUNT, "http_401")),
        ("told to wait", refused(429, "Too Many", retry_after=4), Refused(Failure.THROTTLED, "http_429", 4)),
        ("Telegram is down", httpx.Response(502), Refused(Failure.PROVIDER_ERROR, "http_502")),
        ("not reachable", httpx.ConnectError("refused"), Refused(Failure.UNREACHABLE, "ConnectError")),
        ("broken off", httpx.ReadTimeout("slow"), Refused(Failure.UNREACHABLE, "broken_off")),
        ("no list", ok({}), Refused(Failure.PROVIDER_ERROR, "malformed")),
        ("no id to go on from", ok([load("text"), {"message": {}}]), Refused(Failure.PROVIDER_ERROR, "malformed")),
        ("no JSON", httpx.Response(200, text="halo"), Refused(Failure.PROVIDER_ERROR, "http_200")),
    ],
)
def test_poll_that_fails(label: str, answer: Answer, expected: str | Refused) -> None:
    """Errors name what happened: another poller, a wrong token, Telegram away."""
    error = run(poll, answer, "getUpdates", {**POLL, "offset": 800000001})
    if isinstance(expected, str):
        assert (type(error), error.args) == (PollingConflict, (expected,)), label
    else:
        assert (type(error), error.refused) == (CallFailed, expected), label


@pytest.mark.parametrize("answer", [ok(True), refused(400, "Bad Request: query is too old"), httpx.ReadError("gone")])
def test_response_is_executed_at_best(answer: Answer) -> None:
    """After 15 s Telegram takes no answer to a press any more; nothing follows from that."""
    press = {"method": "answerCallbackQuery", "callback_query_id": "42"}
    assert run(lambda c: polling.execute(c, press), answer, "answerCallbackQuery", {"callback_query_id": "42"}) is None
