"""Signatures, the platform's first call, notices, and what the channel says of itself."""

import asyncio
import hmac
from collections.abc import Mapping

import httpx
import pytest

from bot.channels.base import Channel
from bot.channels.whatsapp.channel import WhatsApp
from tests.channels.engine import check_notice
from tests.channels.provider import Answer, Asked
from tests.channels.whatsapp.samples import (
    APP_SECRETS,
    MESSAGES_URL,
    PHONE_ID,
    SARI,
    SECRETS,
    TOKEN,
    URL,
    VERIFY_TOKEN,
    whatsapp,
)

BODY = b'{"object":"whatsapp_business_account","entry":[],"text":"\\u00e9"}'


def signed(secret: str = APP_SECRETS[0], body: bytes = BODY, algorithm: str = "sha256", prefix: str = "sha256=") -> str:
    return prefix + hmac.new(secret.encode(), body, algorithm).hexdigest()


GENUINE = signed()


@pytest.mark.parametrize(
    ("label", "header", "authentic"),
    [
        ("signed with the new secret", GENUINE, True),
        ("signed with the old secret, which is valid while they are exchanged", signed(APP_SECRETS[1]), True),
        ("signed by somebody else", signed("another-app-secret"), False),
        ("signed with an empty key", signed(""), False),
        ("another body", signed(body=BODY.replace(b"[]", b"[{}]")), False),
        ("the same JSON written another way", signed(body=BODY.replace(b"\\u00e9", "é".encode())), False),
        ("SHA-1, which the older header has", signed(algorithm="sha1", prefix="sha1="), False),
        ("SHA-1 in the place of SHA-256", signed(algorithm="sha1"), False),
        ("SHA-512 in the place of SHA-256", signed(algorithm="sha512"), False),
        ("no header", None, False),
        ("an empty header", "", False),
        ("no prefix", GENUINE.removeprefix("sha256="), False),
        ("only the prefix", "sha256=", False),
        ("capitals", GENUINE.upper(), False),
        ("one digit less", GENUINE[:-1], False),
        ("one digit more", GENUINE + "0", False),
        ("a line after it", GENUINE + "\n", False),
        ("other figures", "sha256=" + "٣" * 64, False),
        ("two signatures", f"{GENUINE},{GENUINE}", False),
    ],
)
def test_signatures(label: str, header: str | None, authentic: bool) -> None:
    """Only who knows an app secret can put words into people's mouths."""
    headers = {} if header is None else {"x-hub-signature-256": header}
    assert whatsapp().is_authentic(headers, BODY) is authentic, label


def hub(**changes: str | None) -> Mapping[str, str]:
    query = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"}
    renamed = {f"hub.{name}": value for name, value in changes.items()}
    return {name: value for name, value in {**query, **renamed}.items() if value is not None}


@pytest.mark.parametrize(
    ("label", "query", "challenge"),
    [
        ("the platform's own call", hub(), "1158201444"),
        ("another token", hub(verify_token="guess"), None),
        ("a token outside ASCII", hub(verify_token="tebakan é"), None),
        ("a token with half an emoji", hub(verify_token="\ud83d"), None),
        ("no token", hub(verify_token=None), None),
        ("another mode", hub(mode="unsubscribe"), None),
        ("no mode", hub(mode=None), None),
        ("no challenge", hub(challenge=None), None),
        ("a challenge that a browser could run", hub(challenge="<script>"), None),
        ("nothing", {}, None),
    ],
)
def test_verification(label: str, query: Mapping[str, str], challenge: str | None) -> None:
    """The challenge is given back only to who knows our token."""
    assert whatsapp().verify(query) == challenge, label


@pytest.mark.parametrize(
    ("external_id", "told"),
    [("wamid.SATU", "wamid.SATU"), ("wamid.LAMA:edit:1795402800", "wamid.LAMA")],
    ids=["a message", "an edited one: the platform knows the original"],
)
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={"success": True}),
        httpx.Response(400, json={"error": {"code": 131047}}),
        httpx.ReadTimeout("no answer"),
        httpx.ConnectError("no connection"),
    ],
    ids=["taken", "refused", "unclear", "unreachable"],
)
def test_notice(external_id: str, told: str, answer: Answer) -> None:
    """Reading and typing are shown in one call, and whatever comes of it is nobody's trouble."""
    fresh = httpx.Response(answer.status_code, content=answer.content) if isinstance(answer, httpx.Response) else answer
    body = {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": told,
        "typing_indicator": {"type": "text"},
    }
    asked = Asked(method="POST", url=MESSAGES_URL, json=body)
    check_notice(whatsapp, SARI, external_id, fresh, asked, TOKEN)


@pytest.mark.parametrize(
    ("app_secrets", "verify_token"),
    [((), "token"), (("",), "token"), (("one", ""), "token"), (("one", "two", "three"), "token"), (("one",), "")],
)
def test_secrets_are_needed(app_secrets: tuple[str, ...], verify_token: str) -> None:
    """With an empty secret anybody could sign: such a channel is not built."""
    with pytest.raises(ValueError, match="needed"):
        WhatsApp(phone_id=PHONE_ID, token=TOKEN, app_secrets=app_secrets, verify_token=verify_token, url=URL)


def test_contract() -> None:
    """What the delivery asks of a channel, and that showing it shows no secret."""
    channel: Channel = whatsapp()
    assert (channel.name, channel.has_window, channel.gives_statuses) == ("whatsapp", True, True)
    assert (channel.pace.recipient_s, channel.pace.recipient_burst, channel.pace.per_second) == (6, 45, 70)
    assert not [secret for secret in SECRETS if secret in repr(channel)]
    asyncio.run(channel.close())
