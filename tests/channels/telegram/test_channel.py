"""The secret, the notice, and where the token must never be seen."""

import asyncio
import logging

import httpx
import pytest

from bot.channels.base import Channel
from bot.channels.telegram.channel import SECRET_HEADER, Telegram
from tests.channels.engine import check_notice, outgoing
from tests.channels.provider import Answer, Asked, Provider
from tests.channels.telegram.rows import BUDI, SECRET, TOKEN, URL, api, make, ok, refused


def channel(secret: str) -> Channel:
    return Telegram(token=TOKEN, secret=secret, url=URL, transport=httpx.MockTransport(lambda _: httpx.Response(599)))


@pytest.mark.parametrize(
    ("label", "configured", "headers", "authentic"),
    [
        ("as given with the webhook", SECRET, {SECRET_HEADER: SECRET}, True),
        ("another one", SECRET, {SECRET_HEADER: "made_up-other"}, False),
        ("its beginning", SECRET, {SECRET_HEADER: SECRET[:-1]}, False),
        ("in other letters", SECRET, {SECRET_HEADER: SECRET.upper()}, False),
        ("with a blank", SECRET, {SECRET_HEADER: SECRET + " "}, False),
        ("empty", SECRET, {SECRET_HEADER: ""}, False),
        ("none", SECRET, {}, False),
        ("beyond ASCII, which compare_digest refuses in text", SECRET, {SECRET_HEADER: "rahasia-é\udc80"}, False),
        ("nothing configured and nothing given", "", {}, False),
        ("nothing configured and empty given", "", {SECRET_HEADER: ""}, False),
        ("nothing configured, something given", "", {SECRET_HEADER: SECRET}, False),
    ],
)
def test_secret(label: str, configured: str, headers: dict[str, str], authentic: bool) -> None:
    """Platforms 2: the secret token is the only proof that Telegram posted; without one nothing is proven."""
    assert channel(configured).is_authentic(headers, b"{}") is authentic, label


@pytest.mark.parametrize(
    "answer",
    [ok(True), refused(403, "Forbidden: bot was blocked by the user"), httpx.Response(500), httpx.ReadTimeout("slow")],
    ids=["shown", "blocked", "down", "no answer"],
)
def test_notice_never_fails(answer: Answer) -> None:
    """Contract: showing "typing" is best effort, whatever Telegram answers."""
    asked = Asked(method="POST", url=api("sendChatAction"), json={"chat_id": "1000000001", "action": "typing"})
    check_notice(make, BUDI, "800000001", answer, asked, TOKEN)


def test_token_is_not_even_in_the_logs_of_httpx(caplog: pytest.LogCaptureFixture) -> None:
    """bot/logs.py silences httpx, but the token must not hang on one line of configuration."""
    caplog.set_level(logging.DEBUG, logger="httpx")
    provider = Provider([ok({"message_id": 1})])
    asyncio.run(make(provider.transport()).send(outgoing("Halo kakak"), BUDI))
    assert [str(request.url) for request in provider.requests] == [api("sendMessage")]
    assert f"POST {URL}/bot***/sendMessage" in caplog.text
    assert "made_up" not in caplog.text


def test_token_with_a_stray_newline_is_a_wrong_token() -> None:
    """As an error it would quote the address."""
    provider = Provider([refused(404, "Not Found")])
    bot = Telegram(token=TOKEN + "\n", secret=SECRET, url=URL + "/", transport=provider.transport())
    asyncio.run(bot.send(outgoing("Halo kakak"), BUDI))
    assert [str(request.url) for request in provider.requests] == [f"{URL}/bot{TOKEN}%0A/sendMessage"]


def test_opens_its_own_connections_and_closes_them() -> None:
    """Without a transport, as in production; ResourceWarning is an error."""
    asyncio.run(Telegram(token=TOKEN, secret=SECRET, url=URL).close())
