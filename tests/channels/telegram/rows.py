"""What all rows on Telegram share."""

from pathlib import Path
from typing import Any

import httpx

from bot.channels.telegram.channel import Telegram
from bot.core.conversations import Address
from tests.channels import engine

TOKEN = "7000000001:AA-made_up_token-of-no-bot"
SECRET = "made_up-secret"
SECRETS = (TOKEN, "AA-made_up", SECRET)
URL = "https://api.telegram.org"
BUDI = Address(channel="telegram", kind="chat_id", value="1000000001")


def make(transport: httpx.AsyncBaseTransport) -> Telegram:
    return Telegram(token=TOKEN, secret=SECRET, url=URL, transport=transport)


def load(name: str) -> Any:
    return engine.load(Path(__file__).parent / "payloads", name)


def changed(**fields: Any) -> Any:
    """The plain text message with other fields."""
    update = load("text")
    return {**update, "message": {**update["message"], **fields}}


def api(method: str) -> str:
    return f"{URL}/bot{TOKEN}/{method}"


def ok(result: Any) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "result": result})


def refused(status: int, description: str, **parameters: Any) -> httpx.Response:
    body = {"ok": False, "error_code": status, "description": description}
    return httpx.Response(status, json={**body, "parameters": parameters} if parameters else body)
