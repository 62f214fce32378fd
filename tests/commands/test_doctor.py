"""`channel doctor` as rows: what the world answers, and what the doctor makes of it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from bot.commands.channel import Provider, channel, simulated_settings
from bot.commands.doctor import UPDATES, channel_settings, examine, register
from bot.commands.findings import Found
from tests.fakes import MONDAY_TEN

Json = dict[str, Any]

APP_SECRET, OLD_SECRET = "a" * 31 + "1", "b" * 31 + "2"
WHATSAPP = {
    "PST_WHATSAPP_PHONE_ID": "109876543210987",
    "PST_WHATSAPP_TOKEN": "EAAtokenrahasia123",
    "PST_WHATSAPP_APP_SECRET": APP_SECRET,
    "PST_WHATSAPP_VERIFY_TOKEN": "kata-verifikasi",
    "PST_PUBLIC_ORIGIN": "https://tanya.kantor.test",
}
TELEGRAM = {
    "PST_TELEGRAM_TOKEN": "123456789:AAtokenrahasia-tokenrahasia_12345",
    "PST_TELEGRAM_SECRET": "rahasia-telegram-kantor",
    "PST_PUBLIC_ORIGIN": "https://tanya.kantor.test/",
}
HOOK = "https://tanya.kantor.test/webhooks/telegram"
SECRETS = [
    value
    for name, value in {**WHATSAPP, **TELEGRAM}.items()
    if name not in {"PST_PUBLIC_ORIGIN", "PST_WHATSAPP_PHONE_ID"}
]


class WorldOutside:
    """Providers, the public address and the service itself, as the doctor reaches them.

    Each answer can be replaced: a status, a JSON body, or an exception.
    """

    def __init__(self, **answers: Any) -> None:
        self.answers: Json = {
            "number": {"id": "109876543210987"},
            "public": None,
            "me": {"ok": True, "result": {"id": 1}},
            "hook": {"ok": True, "result": {"url": HOOK}},
            "skew": 0,
            "knows": APP_SECRET,
            "checks": True,
            **answers,
        }

    def __call__(self, request: httpx.Request) -> httpx.Response:
        host, path = request.url.host, request.url.path
        if host == "127.0.0.1" and request.method == "POST":
            return self._service(request)
        if host == "tanya.kantor.test":
            return self._answer("public", httpx.Response(200, text=request.url.params["hub.challenge"]))
        if path.endswith("/getMe"):
            return self._answer("me")
        if path.endswith("/getWebhookInfo"):
            return self._answer("hook")
        assert request.headers["authorization"].startswith("Bearer ")
        return self._answer("number")

    def _answer(self, name: str, usual: httpx.Response | None = None) -> httpx.Response:
        given = self.answers[name]
        if isinstance(given, Exception):
            raise given
        if given is None and usual is not None:
            return usual
        theirs = MONDAY_TEN + timedelta(seconds=self.answers["skew"])
        response = httpx.Response(given) if isinstance(given, int) else httpx.Response(200, json=given)
        if isinstance(given, tuple):
            response = httpx.Response(given[0], json=given[1])
        response.headers["date"] = format_datetime(theirs, usegmt=True)
        return response

    def _service(self, request: httpx.Request) -> httpx.Response:
        if isinstance(self.answers["knows"], Exception):
            raise self.answers["knows"]
        if isinstance(self.answers["knows"], int):
            return httpx.Response(self.answers["knows"])
        digest = hmac.digest(self.answers["knows"].encode(), request.content, hashlib.sha256).hex()
        right = request.headers.get("x-hub-signature-256") == f"sha256={digest}"
        right |= request.headers.get("x-telegram-bot-api-secret-token") == TELEGRAM["PST_TELEGRAM_SECRET"]
        return httpx.Response(400 if right or not self.answers["checks"] else 401)


def examined(name: str, environment: Mapping[str, str], world: WorldOutside) -> tuple[list[Found], str]:
    """What was found wrong, and all that was said."""

    async def run() -> tuple[list[Found], str]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(world)) as http:
            findings = await examine(name, channel_settings(environment), http, MONDAY_TEN)
        return [each.found for each in findings if not each.ok], "\n".join(map(str, findings))

    return asyncio.run(run())


AWAY = httpx.ConnectError("https://api.telegram.org/bot123456789:AAtokenrahasia-tokenrahasia_12345/getMe")

WHATSAPP_ROWS: list[tuple[str, Json, Json, list[Found]]] = [
    ("all is well", {}, {}, []),
    ("two app secrets", {"PST_WHATSAPP_APP_SECRET": f"{APP_SECRET}, {OLD_SECRET}"}, {}, []),
    ("no number", {"PST_WHATSAPP_PHONE_ID": ""}, {}, [Found.MISSING]),
    ("a phone number", {"PST_WHATSAPP_PHONE_ID": "08xx"}, {}, [Found.MALFORMED]),
    ("token in two lines", {"PST_WHATSAPP_TOKEN": "EAAtoken rahasia123"}, {}, [Found.MALFORMED]),
    ("app secret too short", {"PST_WHATSAPP_APP_SECRET": "abc"}, {}, [Found.MALFORMED]),
    ("nothing set", dict.fromkeys(WHATSAPP, ""), {}, [Found.MISSING] * 4),
    ("values of the simulator", {"PST_WHATSAPP_TOKEN": "token-simulasi"}, {}, [Found.KNOWN_TO_ALL]),
    ("Meta away", {}, {"number": AWAY}, [Found.UNREACHABLE]),
    ("token refused", {}, {"number": (401, {"error": {"code": 190}})}, [Found.META_TOKEN]),
    ("token expired", {}, {"number": (400, {"error": {"code": 190}})}, [Found.META_TOKEN]),
    ("unknown number", {}, {"number": (400, {"error": {"code": 100}})}, [Found.META_NUMBER]),
    ("Meta in trouble", {}, {"number": 503}, [Found.TROUBLED]),
    ("not JSON", {}, {"number": (400, "bukan objek")}, [Found.TROUBLED]),
    ("clock off", {}, {"skew": 75}, [Found.CLOCK_WRONG]),
    ("clock nearly right", {}, {"skew": -59}, []),
    ("no public address", {"PST_PUBLIC_ORIGIN": ""}, {}, [Found.ORIGIN_WRONG]),
    ("http", {"PST_PUBLIC_ORIGIN": "http://tanya.kantor.test"}, {}, [Found.ORIGIN_WRONG]),
    (
        "registered here", {},
        {"number": {"webhook_configuration": {"application": "https://tanya.kantor.test/webhooks/whatsapp"}}}, [],
    ),
    (
        "registered elsewhere", {}, {"number": {"webhook_configuration": {"application": "https://lain.test"}}},
        [Found.META_ELSEWHERE],
    ),
    ("public address closed", {}, {"public": AWAY}, [Found.PUBLIC_CLOSED]),
    ("verify token differs", {}, {"public": 403}, [Found.PUBLIC_WRONG]),
    ("service stopped", {}, {"knows": AWAY}, [Found.STOPPED]),
    ("channel off", {}, {"knows": 404}, [Found.CHANNEL_OFF]),
    ("service with another secret", {}, {"knows": OLD_SECRET}, [Found.PROOF_REFUSED]),
    ("service that lets everyone in", {}, {"checks": False}, [Found.PROOF_IGNORED]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "answers", "wrong"), [r[1:] for r in WHATSAPP_ROWS], ids=[r[0] for r in WHATSAPP_ROWS]
)
def test_whatsapp(changed: Json, answers: Json, wrong: list[Found]) -> None:
    """Issue 3.7: each fault is named once, with what to do, and without any secret."""
    found, said = examined("whatsapp", {**WHATSAPP, **changed}, WorldOutside(**answers))
    assert found == wrong
    assert [secret for secret in SECRETS if secret in said] == []


def info(**more: Any) -> Json:
    return {"hook": {"ok": True, "result": {"url": HOOK, **more}}}


JUST_NOW, YESTERDAY = int(MONDAY_TEN.timestamp()) - 60, int(MONDAY_TEN.timestamp()) - 86_400

TELEGRAM_ROWS: list[tuple[str, Json, Json, list[Found]]] = [
    ("all is well", {}, {}, []),
    ("polling", {"PST_TELEGRAM_SECRET": "", "PST_PUBLIC_ORIGIN": ""}, {**info(url=""), "knows": AWAY}, []),
    ("polling with a webhook left", {"PST_TELEGRAM_SECRET": ""}, {}, [Found.NOT_POLLING]),
    ("no public address", {"PST_PUBLIC_ORIGIN": ""}, {}, [Found.ORIGIN_WRONG]),
    ("no token", {"PST_TELEGRAM_TOKEN": ""}, {}, [Found.MISSING]),
    ("half a token", {"PST_TELEGRAM_TOKEN": "123456789"}, {}, [Found.MALFORMED]),
    ("secret with a blank", {"PST_TELEGRAM_SECRET": "rahasia telegram kantor"}, {}, [Found.MALFORMED]),
    ("secret too short", {"PST_TELEGRAM_SECRET": "pendek"}, {}, [Found.MALFORMED]),
    ("Telegram away", {}, {"me": AWAY}, [Found.UNREACHABLE]),
    ("token refused", {}, {"me": 401}, [Found.TELEGRAM_TOKEN]),
    ("Telegram in trouble", {}, {"me": 502}, [Found.TROUBLED]),
    ("clock off", {}, {"skew": -300}, [Found.CLOCK_WRONG]),
    ("webhook unreadable", {}, {"hook": 500}, [Found.HOOK_UNREADABLE]),
    ("not registered", {}, info(url=""), [Found.TELEGRAM_ELSEWHERE]),
    ("http", {"PST_PUBLIC_ORIGIN": "http://tanya.kantor.test"}, {}, [Found.ORIGIN_WRONG]),
    ("buttons not wanted", {}, info(allowed_updates=["message"]), [Found.TOO_FEW_KINDS]),
    ("failing now", {}, info(last_error_date=JUST_NOW, last_error_message="SSL error {5}"), [Found.FAILING]),
    ("failed yesterday", {}, info(last_error_date=YESTERDAY, last_error_message="SSL error"), []),
    ("service stopped", {}, {"knows": AWAY}, [Found.STOPPED]),
    ("service in trouble", {}, {"knows": 503}, [Found.CHANNEL_OFF]),
]


@pytest.mark.parametrize(
    ("changed", "answers", "wrong"), [r[1:] for r in TELEGRAM_ROWS], ids=[r[0] for r in TELEGRAM_ROWS]
)
def test_telegram(changed: Json, answers: Json, wrong: list[Found]) -> None:
    """Issue 3.7: each fault is named once, with what to do, and without any secret."""
    found, said = examined("telegram", {**TELEGRAM, **changed}, WorldOutside(**answers))
    assert found == wrong
    assert [secret for secret in SECRETS if secret in said] == []


@pytest.mark.parametrize("kanal", list(Provider))
def test_the_simulator_is_recognised(kanal: Provider) -> None:
    """The settings that `channel simulate` prints are right for it, and only for it."""
    environment = simulated_settings(kanal, "http://127.0.0.1:9100")
    for api, malformed in (("http://127.0.0.1:9100", False), ("https://asli.test", True)):
        changed = {name: api if name.endswith("_API_URL") else value for name, value in environment.items()}
        found, _ = examined(kanal.value, changed, WorldOutside(number=AWAY, me=AWAY, knows=AWAY))
        assert (Found.KNOWN_TO_ALL in found) == malformed


def test_the_command_fails_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """Issue 3.7: one line a check, ✓ or ✗ with the remedy, and exit code 1; `.env` is read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("PST_TELEGRAM_SECRET=rahasia-telegram-kantor\n", encoding="utf-8")
    result = CliRunner().invoke(channel, ["doctor", "telegram"])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "✗ PST_TELEGRAM_TOKEN belum diisi: salin utuh dari BotFather: angka, titik dua, lalu huruf.",
        "✓ PST_TELEGRAM_SECRET terisi",
    ]


REGISTRATIONS: list[tuple[str, str, Json, int, Found]] = [
    (
        "webhook", TELEGRAM["PST_TELEGRAM_SECRET"],
        {"url": HOOK, "secret_token": TELEGRAM["PST_TELEGRAM_SECRET"], "allowed_updates": list(UPDATES)}, 200,
        Found.CHANGED,
    ),
    ("polling", "", {}, 200, Found.CHANGED),
    ("refused", "", {}, 401, Found.REGISTRATION_REFUSED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("secret", "told", "status", "found"), [r[1:] for r in REGISTRATIONS], ids=[r[0] for r in REGISTRATIONS]
)
def test_registering_at_telegram(secret: str, told: Json, status: int, found: Found) -> None:
    """Issue 3.2: with a secret Telegram posts, without one we poll; updates that wait are never dropped."""
    asked: list[tuple[str, Json]] = []

    def telegram(request: httpx.Request) -> httpx.Response:
        asked.append((request.url.path.rpartition("/")[2], json.loads(request.content or b"{}")))
        return httpx.Response(status, json={"ok": status == 200})

    async def run() -> Found:
        settings = channel_settings({**TELEGRAM, "PST_TELEGRAM_SECRET": secret})
        async with httpx.AsyncClient(transport=httpx.MockTransport(telegram)) as http:
            return (await register(settings, http)).found

    assert asyncio.run(run()) is found
    assert asked == [("setWebhook" if secret else "deleteWebhook", told)]
