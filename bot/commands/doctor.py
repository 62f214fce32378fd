"""Looks at a channel for `python -m bot channel doctor`: settings, the provider, its webhook, the running service.

Settings, addresses with tokens in them and the texts of exceptions never reach a finding.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from bot.commands.findings import Finding, Found, finding
from bot.commands.outside import ask, clock, object_in
from bot.settings import Secret
from bot.simulators import telegram_api, whatsapp, whatsapp_api

_RECENT_S = 3600
_REFUSED = (401, 403)
_META_TOKEN, _META_UNKNOWN = 190, (33, 100)
_HOOKS = {"whatsapp": whatsapp_api.HOOK, "telegram": telegram_api.HOOK}
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
_FORMATS = {
    "PST_WHATSAPP_PHONE_ID": (r"[1-9]\d{9,19}", "isi dengan Phone number ID dari laman API Setup, bukan nomor telepon"),
    "PST_WHATSAPP_TOKEN": (r"\S{10,}", "isi dengan token System User, utuh dan tanpa spasi"),
    "PST_WHATSAPP_APP_SECRET": (
        r"[0-9a-f]{32}(\s*,\s*[0-9a-f]{32})?",
        "isi dengan App secret: 32 angka dan huruf a-f; selama diganti boleh dua, dipisah koma",
    ),
    "PST_WHATSAPP_VERIFY_TOKEN": (r"\S{8,}", "karang sendiri, paling sedikit 8 huruf; tulis sama di laman Webhooks"),
    "PST_TELEGRAM_TOKEN": (r"\d{6,}:[\w-]{30,}", "salin utuh dari BotFather: angka, titik dua, lalu huruf"),
    "PST_TELEGRAM_SECRET": (r"[A-Za-z0-9_-]{16,256}", "karang sendiri, 16 sampai 256 huruf, angka, - atau _"),
}
_SIMULATED = {
    whatsapp_api.PHONE_ID, whatsapp_api.TOKEN, whatsapp_api.APP_SECRET, whatsapp.VERIFY_TOKEN,
    telegram_api.TOKEN, telegram_api.SECRET,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ChannelSettings:
    """What the channels need.

    Attributes:
        values: the PST_* variables that a channel cannot do without; empty where not set.
        api: each provider's address.
        public_origin: where the internet reaches the service; empty if it does not.
        service: where this machine reaches the service.
    """

    values: Mapping[str, Secret]
    api: Mapping[str, str]
    public_origin: str
    service: str

    def __getitem__(self, name: str) -> str:
        return self.values[name].value

    def simulated(self, channel: str) -> bool:
        """Whether the provider is a stand-in on this machine."""
        return httpx.URL(self.api[channel]).host in {"127.0.0.1", "localhost"}


def channel_settings(environment: Mapping[str, str]) -> ChannelSettings:
    """Read the channels' settings; nothing is refused, for telling what is wrong is the doctor's work."""
    meta = environment.get("PST_WHATSAPP_API_URL") or "https://graph.facebook.com/v25.0"
    telegram = environment.get("PST_TELEGRAM_API_URL") or "https://api.telegram.org"
    return ChannelSettings(
        values={name: Secret(environment.get(name, "").strip()) for name in _FORMATS},
        api={"whatsapp": meta.rstrip("/"), "telegram": telegram.rstrip("/")},
        public_origin=environment.get("PST_PUBLIC_ORIGIN", "").rstrip("/"),
        service=f"http://127.0.0.1:{environment.get('PST_PORT') or 8000}",
    )


async def examine(channel: str, settings: ChannelSettings, http: httpx.AsyncClient, now: datetime) -> list[Finding]:
    """Look at everything; what cannot be looked at because something before is wrong is left out."""
    findings = [_format(name, channel, settings) for name in _FORMATS if f"_{channel.upper()}_" in name]
    if not all(each.ok for each in findings):
        return findings
    if settings.simulated(channel):
        findings.append(finding(Found.SIMULATED))
    look = _look_at_meta if channel == "whatsapp" else _look_at_telegram
    findings += await look(settings, http, now)
    if channel == "whatsapp" or settings["PST_TELEGRAM_SECRET"]:
        findings.append(await _proof(channel, settings, http))
    return findings


def _format(name: str, channel: str, settings: ChannelSettings) -> Finding:
    pattern, hint = _FORMATS[name]
    value = settings[name]
    if not value and name == "PST_TELEGRAM_SECRET":
        return finding(Found.POLLING)
    if not value:
        return finding(Found.MISSING, name=name, hint=hint)
    if not re.fullmatch(pattern, value):
        return finding(Found.MALFORMED, name=name, hint=hint)
    if value in _SIMULATED and not settings.simulated(channel):
        return finding(Found.KNOWN_TO_ALL, name=name, hint=hint)
    return finding(Found.SET, name=name)


# -- WhatsApp ----------------------------------------------------------------------------------------------------------


async def _look_at_meta(settings: ChannelSettings, http: httpx.AsyncClient, now: datetime) -> list[Finding]:
    url = f"{settings.api['whatsapp']}/{settings['PST_WHATSAPP_PHONE_ID']}"
    fields = {"fields": "id,webhook_configuration"}
    bearer = {"Authorization": f"Bearer {settings['PST_WHATSAPP_TOKEN']}"}
    answer = await ask(http, "GET", url, params=fields, headers=bearer)
    findings = [_meta_answer(answer)] + ([] if answer is None else [clock(answer, now)])
    if settings.simulated("whatsapp"):
        return findings
    findings.append(_origin(settings))
    if all(each.ok for each in findings):
        findings += [*_meta_registration(object_in(answer), settings), await _handshake(settings, http)]
    return findings


def _meta_answer(answer: httpx.Response | None) -> Finding:
    if answer is None:
        return finding(Found.UNREACHABLE, provider="Meta")
    if answer.is_success:
        return finding(Found.KNOWN, provider="Meta")
    code = object_in(object_in(answer).get("error")).get("code")
    if answer.status_code in _REFUSED or code == _META_TOKEN:
        return finding(Found.META_TOKEN)
    if code in _META_UNKNOWN or answer.status_code == 404:
        return finding(Found.META_NUMBER)
    return finding(Found.TROUBLED, provider="Meta", status=answer.status_code)


def _meta_registration(number: Mapping[str, Any], settings: ChannelSettings) -> list[Finding]:
    """The addresses that Meta has for this number; where it tells none, nothing is concluded."""
    registered = set(object_in(number.get("webhook_configuration")).values())
    if not registered:
        return []
    url = settings.public_origin + whatsapp_api.HOOK
    if url in registered:
        return [finding(Found.REGISTERED, provider="Meta")]
    return [finding(Found.META_ELSEWHERE, url=url)]


async def _handshake(settings: ChannelSettings, http: httpx.AsyncClient) -> Finding:
    """Ask through the public address what Meta asks when it is registered."""
    challenge, token = "1158201444", settings["PST_WHATSAPP_VERIFY_TOKEN"]
    asked = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": token}
    answer = await ask(http, "GET", settings.public_origin + whatsapp_api.HOOK, params=asked)
    if answer is None:
        return finding(Found.PUBLIC_CLOSED)
    if answer.status_code == 200 and answer.text == challenge:
        return finding(Found.PUBLIC)
    return finding(Found.PUBLIC_WRONG, status=answer.status_code)


# -- Telegram ----------------------------------------------------------------------------------------------------------


async def register(settings: ChannelSettings, http: httpx.AsyncClient) -> Finding:
    """Tell Telegram where to post; without a secret, that it shall not. Updates that wait are kept."""
    url = f"{settings.api['telegram']}/bot{settings['PST_TELEGRAM_TOKEN']}"
    if secret := settings["PST_TELEGRAM_SECRET"]:
        hook = {"url": settings.public_origin + telegram_api.HOOK, "secret_token": secret, "allowed_updates": UPDATES}
        answer = await ask(http, "POST", f"{url}/setWebhook", json=hook)
    else:
        answer = await ask(http, "POST", f"{url}/deleteWebhook")
    if answer is not None and answer.is_success:
        return finding(Found.CHANGED)
    return finding(Found.REGISTRATION_REFUSED, status="tidak terhubung" if answer is None else answer.status_code)


async def _look_at_telegram(settings: ChannelSettings, http: httpx.AsyncClient, now: datetime) -> list[Finding]:
    url = f"{settings.api['telegram']}/bot{settings['PST_TELEGRAM_TOKEN']}"
    me = await ask(http, "GET", f"{url}/getMe")
    if me is None:
        return [finding(Found.UNREACHABLE, provider="Telegram")]
    if me.status_code in (*_REFUSED, 404):
        return [finding(Found.TELEGRAM_TOKEN)]
    if not me.is_success:
        return [finding(Found.TROUBLED, provider="Telegram", status=me.status_code)]
    findings = [finding(Found.KNOWN, provider="Telegram"), clock(me, now)]
    hook = await ask(http, "GET", f"{url}/getWebhookInfo")
    if hook is None or not hook.is_success:
        return [*findings, finding(Found.HOOK_UNREADABLE)]
    return [*findings, *_telegram_registration(object_in(object_in(hook).get("result")), settings, now)]


def _telegram_registration(info: Mapping[str, Any], settings: ChannelSettings, now: datetime) -> list[Finding]:
    if not settings["PST_TELEGRAM_SECRET"]:
        return [finding(Found.NOT_POLLING)] if info.get("url") else []
    if settings.simulated("telegram"):
        return []
    if not (origin := _origin(settings)).ok:
        return [origin]
    url = settings.public_origin + telegram_api.HOOK
    if info.get("url") != url:
        return [origin, finding(Found.TELEGRAM_ELSEWHERE, url=url)]
    findings = [origin, finding(Found.REGISTERED, provider="Telegram")]
    if not {"message", "callback_query"} <= set(info.get("allowed_updates") or ["message", "callback_query"]):
        findings.append(finding(Found.TOO_FEW_KINDS))
    if info.get("last_error_date", 0) > now.timestamp() - _RECENT_S:
        reason = re.sub(r"[^\w .:()'-]", "", str(info.get("last_error_message", "")))[:80]
        findings.append(finding(Found.FAILING, reason=reason))
    return findings


# -- both --------------------------------------------------------------------------------------------------------------


async def _proof(channel: str, settings: ChannelSettings, http: httpx.AsyncClient) -> Finding:
    """An empty webhook with the right proof must get in, one with a wrong proof must not; neither stores anything."""
    url, body = settings.service + _HOOKS[channel], b"{}"
    claims = [_claim(channel, settings, body, right) for right in (True, False)]
    good, bad = [await ask(http, "POST", url, content=body, headers=claim) for claim in claims]
    if good is None or bad is None:
        return finding(Found.STOPPED, url=settings.service)
    if good.status_code in (404, 405) or good.is_server_error:
        return finding(Found.CHANNEL_OFF, status=good.status_code, path=_HOOKS[channel])
    if good.status_code in _REFUSED:
        return finding(Found.PROOF_REFUSED)
    return finding(Found.PROOF if bad.status_code in _REFUSED else Found.PROOF_IGNORED)


def _claim(channel: str, settings: ChannelSettings, body: bytes, right: bool) -> dict[str, str]:
    if channel == "telegram":
        return {"X-Telegram-Bot-Api-Secret-Token": settings["PST_TELEGRAM_SECRET"] if right else "bukan-rahasia"}
    secret = settings["PST_WHATSAPP_APP_SECRET"].partition(",")[0].strip() if right else "bukan-rahasia"
    return {"X-Hub-Signature-256": "sha256=" + hmac.digest(secret.encode(), body, hashlib.sha256).hex()}


def _origin(settings: ChannelSettings) -> Finding:
    return finding(Found.ORIGIN if settings.public_origin.startswith("https://") else Found.ORIGIN_WRONG)
