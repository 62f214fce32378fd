"""Our number, made-up people and short ways to write rows."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from bot.channels.whatsapp.channel import WhatsApp
from bot.core.conversations import Address
from bot.core.messages import Incoming, Kind, MediaRef, Sending
from bot.core.sending import Failure, Status
from tests.channels.engine import load

URL = "https://graph.facebook.com/v26.0"
PHONE_ID = "100000000000001"
TOKEN = "EAAtoken-of-the-test"
APP_SECRETS = ("new-app-secret", "old-app-secret")
VERIFY_TOKEN = "verify-token-of-the-test"
SECRETS = (TOKEN, *APP_SECRETS, VERIFY_TOKEN)
MESSAGES_URL = f"{URL}/{PHONE_ID}/messages"
MEDIA_URL = f"{URL}/{PHONE_ID}/media"

SARI = Address(channel="whatsapp", kind="wa_id", value="620000000001")
BUDI = Address(channel="whatsapp", kind="wa_id", value="620000000002")
SCOPED = Address(channel="whatsapp", kind="bsuid", value="ID.5000000001")
AT = datetime.fromtimestamp(1795402800, UTC)
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

Json = dict[str, Any]


def whatsapp(transport: httpx.AsyncBaseTransport | None = None) -> WhatsApp:
    return WhatsApp(
        phone_id=PHONE_ID,
        token=TOKEN,
        app_secrets=APP_SECRETS,
        verify_token=VERIFY_TOKEN,
        url=URL,
        transport=transport,
    )


def payload(name: str) -> Any:
    return load(Path(__file__).parent / "payloads", name)


def value_of(body: Json) -> Json:
    """The part of a body that most rows change."""
    value: Json = body["entry"][0]["changes"][0]["value"]
    return value


def changed(name: str, **fields: Any) -> Json:
    """A payload whose first message has these fields; a field that is None is left out."""
    return _with(payload(name), "messages", fields)


def changed_status(name: str, **fields: Any) -> Json:
    return _with(payload(name), "statuses", fields)


def with_messages(*messages: Any, **value: Any) -> Json:
    """The body `text` with these messages instead of its own; `{}` in a message's place stands for a good one."""
    body: Json = payload("text")
    good = value_of(body)["messages"][0]
    value_of(body)["messages"] = [good if each == {} else each for each in messages]
    value_of(body).update(value)
    return body


def message(**fields: Any) -> Json:
    """A text message as in the body `text`, with these fields."""
    return {**value_of(payload("text"))["messages"][0], **fields}


def said(text: str, kind: Kind = Kind.TEXT, **fields: Any) -> Incoming:
    """What Sari's message `wamid.SATU` is read as."""
    values: Json = {"address": SARI, "external_id": "wamid.SATU", "sent_at": AT, **fields}
    return Incoming(text=text, kind=kind, **values)


GOOD = said("Berapa inflasi bulan lalu?")


def file(handle: str, mime: str, name: str = "") -> MediaRef:
    return MediaRef(provider_id=handle, mime=mime, file_name=name, sha256=SHA)


def status(sending: Sending, failure: Failure | None = None, detail: str = "", **fields: Any) -> Status:
    """A word on our message `wamid.KAMI`."""
    values: Json = {"external_id": "wamid.KAMI", "outbox_id": "outbox-1", "at": AT, **fields}
    return Status(channel="whatsapp", sending=sending, failure=failure, detail=detail, **values)


def _with(body: Json, name: str, fields: Json) -> Json:
    first: Json = value_of(body)[name][0]
    first.update(fields)
    for field in [field for field, value in fields.items() if value is None]:
        del first[field]
    return body
