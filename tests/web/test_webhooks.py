"""Where providers post: what is proven is stored and acknowledged; all else gets the right refusal and nothing more."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, func, select
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from bot.bootstrap import App
from bot.channels.base import Channel
from bot.channels.telegram.channel import Telegram
from bot.channels.whatsapp.channel import WhatsApp
from bot.store.spool import Spool
from bot.store.tables import inbox
from tests.fakes import FakeClock, FakeRasa
from tests.web.conftest import HOME, make_app, make_web
from tests.workers.test_intake import Units

APP_SECRET, VERIFY, PHONE_ID = "rahasia-aplikasi", "kata-periksa", "1001"
TELEGRAM_SECRET = "rahasia_telegram"
PERSON = "620000000001"
CONTENT = "isi-pribadi-6208010101010001"
WHATSAPP, TELEGRAM = "/webhooks/whatsapp", "/webhooks/telegram"


@dataclass
class Hooks:
    """A running service with both channels, whose providers answer nothing useful."""

    app: App
    client: TestClient
    units: Units

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Any:
        return self.client.post(url, content=body, headers=headers)

    def whatsapp(self, body: bytes, secret: str = APP_SECRET) -> Any:
        return self.post(WHATSAPP, body, signed(body, secret))

    def telegram(self, body: bytes, secret: str = TELEGRAM_SECRET) -> Any:
        return self.post(TELEGRAM, body, {"X-Telegram-Bot-Api-Secret-Token": secret})

    @property
    def stored(self) -> int:
        return count(self.app.engine)


def count(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(inbox)).scalar_one()


def signed(body: bytes, secret: str = APP_SECRET) -> dict[str, str]:
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def whatsapp_body(*ids: str, person: str = PERSON, text: str = CONTENT) -> bytes:
    messages = [
        {"from": person, "id": each, "timestamp": "1795402800", "type": "text", "text": {"body": text}} for each in ids
    ]
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "62", "phone_number_id": PHONE_ID},
        "contacts": [{"profile": {"name": "Orang"}, "wa_id": person}],
        "messages": messages,
    }
    entry = {"id": "waba", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def telegram_body(update_id: int = 1, **update: Any) -> bytes:
    chat = {"id": 1001, "type": "private"}
    message = {"message_id": 7, "date": 1_795_402_800, "chat": chat, "text": CONTENT}
    return json.dumps({"update_id": update_id, **(update or {"message": message})}).encode()


@pytest.fixture
def hooks(sqlite_url: str, tmp_path: Path, rasa: FakeRasa, clock: FakeClock) -> Iterator[Hooks]:
    built = make_app(sqlite_url, tmp_path, rasa, clock)
    silent = httpx.MockTransport(lambda request: httpx.Response(503))
    channels: dict[str, Channel] = {
        "whatsapp": WhatsApp(
            phone_id=PHONE_ID,
            token="t",
            app_secrets=(APP_SECRET,),
            verify_token=VERIFY,
            url="https://graph.test/v1",
            transport=silent,
        ),
        "telegram": Telegram(token="1:t", secret=TELEGRAM_SECRET, url="https://api.test", transport=silent),
    }
    units = Units(built.kit.uow)
    kit = replace(built.kit, uow=units, windowed=frozenset({"whatsapp"}))
    app = replace(built, kit=kit, channels=channels)
    with TestClient(make_web(app), base_url=HOME, follow_redirects=False) as client:
        yield Hooks(app, client, units)


def test_what_is_proven_is_stored_and_acknowledged(hooks: Hooks) -> None:
    """Stored before acknowledged, on both channels."""
    assert hooks.whatsapp(whatsapp_body("wamid.1", "wamid.2")).status_code == 200
    assert hooks.stored == 2
    assert hooks.telegram(telegram_body()).status_code == 200
    assert hooks.stored == 3


def test_a_full_batch_is_taken(hooks: Hooks) -> None:
    """platforms 1.3: batches of up to 1,000 updates in one body."""
    assert hooks.whatsapp(whatsapp_body(*(f"wamid.{n}" for n in range(1_000)))).status_code == 200
    assert hooks.stored == 1_000


def test_a_replayed_body_is_stored_once(hooks: Hooks) -> None:
    """platforms 5.2: no timestamp is signed: dedupe by id is the defence against replay."""
    for body, send in ((whatsapp_body("wamid.1"), hooks.whatsapp), (telegram_body(), hooks.telegram)):
        assert [send(body).status_code for _ in range(3)] == [200, 200, 200]
    assert hooks.stored == 2


def test_a_press_is_answered_in_the_same_breath(hooks: Hooks) -> None:
    """Issue 3, point 2: `answerCallbackQuery`, or the button shows a running clock."""
    message = {"message_id": 7, "date": 1_795_402_800, "chat": {"id": 1001, "type": "private"}, "text": "pilih"}
    press = {"id": "cb-1", "from": {"id": 1001}, "message": message, "data": "token"}
    keyboard = {"inline_keyboard": [[{"text": "IPM", "callback_data": "token"}]]}
    message["reply_markup"] = keyboard
    answer = hooks.telegram(telegram_body(5, callback_query=press))
    assert (answer.status_code, answer.json()["method"]) == (200, "answerCallbackQuery")
    assert hooks.stored == 1


def test_a_press_on_a_message_too_old_for_telegram(hooks: Hooks) -> None:
    """Issue 3, point 3: an old button does the sensible thing; it never holds up other people's messages."""
    message = {"message_id": 7, "date": 0, "chat": {"id": 1001, "type": "private"}}  # MaybeInaccessibleMessage
    press = {"id": "cb-1", "from": {"id": 1001}, "message": message, "data": "token-lama"}
    assert hooks.telegram(telegram_body(5, callback_query=press)).status_code == 200
    assert (hooks.stored, hooks.app.spool.waiting()) == (1, [])


GOOD = whatsapp_body("wamid.1")
TAMPERED = GOOD.replace(b"wamid.1", b"wamid.2")
HUGE = b'{"object": "' + b"a" * (4 * 1024 * 1024) + b'"}'
DEEP = b'{"a":' * 100_000 + CONTENT.encode()

REFUSED = [
    pytest.param(GOOD, {}, 401, id="unsigned"),
    pytest.param(GOOD, signed(GOOD, "lain"), 401, id="signed with another secret"),
    pytest.param(TAMPERED, signed(GOOD), 401, id="changed after signing"),
    pytest.param(GOOD, {"X-Hub-Signature-256": signed(GOOD)["X-Hub-Signature-256"][7:]}, 401, id="without its prefix"),
    pytest.param(GOOD, {"X-Hub-Signature-256": "sha256=" + "0" * 63}, 401, id="a signature cut short"),
    pytest.param(GOOD, {"X-Hub-Signature": "sha1=" + "0" * 40}, 401, id="the old kind of signature"),
    pytest.param(b"", {}, 401, id="nothing"),
    pytest.param(DEEP, {}, 401, id="nested, unsigned: not even read"),
    pytest.param(b"", signed(b""), 400, id="nothing, signed"),
    pytest.param(GOOD[:-20], signed(GOOD[:-20]), 400, id="truncated"),
    pytest.param(DEEP, signed(DEEP), 400, id="deeply nested"),
    pytest.param(b"[" * 100_000, signed(b"[" * 100_000), 400, id="deeply nested lists"),
    pytest.param(CONTENT.encode(), signed(CONTENT.encode()), 400, id="not JSON"),
    pytest.param(b"\xff\xfe\x00", signed(b"\xff\xfe\x00"), 400, id="not UTF-8"),
    pytest.param(b"[]", signed(b"[]"), 400, id="not an object"),
    pytest.param(b'{"object": "page"}', signed(b'{"object": "page"}'), 400, id="another product's webhook"),
    pytest.param(HUGE, signed(HUGE), 413, id="over 4 MB"),
    pytest.param(HUGE, {}, 413, id="over 4 MB, unsigned"),
]


@pytest.mark.parametrize(("body", "headers", "status"), REFUSED)
def test_bad_input_is_refused(hooks: Hooks, body: bytes, headers: dict[str, str], status: int) -> None:
    """Issue 3, bad input: the right 4xx, one log line without content, nothing stored."""
    with capture_logs() as lines:
        answer = hooks.post(WHATSAPP, body, headers)
    assert answer.status_code == status
    assert answer.content == b""
    [line] = [line for line in lines if line["event"].startswith(("webhook.", "intake."))]
    assert (line["event"], line["channel"]) == ("webhook.refused", "whatsapp")
    assert CONTENT not in str(lines)
    assert PERSON not in str(lines)
    assert (hooks.stored, hooks.app.spool.waiting()) == (0, [])


TELEGRAM_REFUSED = [
    pytest.param(telegram_body(), "", 401, id="without the secret"),
    pytest.param(telegram_body(), TELEGRAM_SECRET + "x", 401, id="with another"),
    pytest.param(b"{", TELEGRAM_SECRET, 400, id="truncated"),
    pytest.param(b"[" * 100_000, TELEGRAM_SECRET, 400, id="deeply nested"),
    pytest.param(b'{"message": {}}', TELEGRAM_SECRET, 400, id="no update"),
    pytest.param(b"a" * (4 * 1024 * 1024 + 1), TELEGRAM_SECRET, 413, id="over 4 MB"),
]


@pytest.mark.parametrize(("body", "secret", "status"), TELEGRAM_REFUSED)
def test_bad_input_is_refused_on_telegram_too(hooks: Hooks, body: bytes, secret: str, status: int) -> None:
    """The same rules for every provider."""
    with capture_logs() as lines:
        answer = hooks.telegram(body, secret)
    assert answer.status_code == status
    assert [line["event"] for line in lines if line["event"].startswith("webhook.")] == ["webhook.refused"]
    assert CONTENT not in str(lines)
    assert hooks.stored == 0


def test_a_body_of_exactly_four_megabytes_is_read(hooks: Hooks) -> None:
    """Issue 3, point 1: bodies to 4 MB."""
    body = whatsapp_body("wamid.1", text="a" * 1_000)
    body += b" " * (4 * 1024 * 1024 - len(body))
    assert hooks.whatsapp(body).status_code == 200
    assert hooks.stored == 1


def test_unknown_channels_do_not_exist(hooks: Hooks) -> None:
    """A scanner learns nothing."""
    for name in ("facebook", "webchat", "..%2fconsole"):
        assert hooks.post(f"/webhooks/{name}", GOOD, signed(GOOD)).status_code == 404
    assert hooks.stored == 0


def test_a_channel_that_is_off_does_not_exist(
    sqlite_url: str, tmp_path: Path, rasa: FakeRasa, clock: FakeClock
) -> None:
    """Without settings there is no WhatsApp, and nobody can verify it."""
    query = f"hub.mode=subscribe&hub.verify_token={VERIFY}&hub.challenge=123"
    with TestClient(make_web(make_app(sqlite_url, tmp_path, rasa, clock)), base_url=HOME) as client:
        assert client.post(WHATSAPP, content=GOOD, headers=signed(GOOD)).status_code == 404
        assert client.get(f"{WHATSAPP}?{query}").status_code == 403


VERIFIED = [
    pytest.param(f"hub.mode=subscribe&hub.verify_token={VERIFY}&hub.challenge=1158201444", 200, id="Meta's question"),
    pytest.param("hub.mode=subscribe&hub.verify_token=lain&hub.challenge=1158201444", 403, id="another's token"),
    pytest.param(f"hub.mode=unsubscribe&hub.verify_token={VERIFY}&hub.challenge=1158201444", 403, id="another mode"),
    pytest.param(f"hub.mode=subscribe&hub.verify_token={VERIFY}&hub.challenge=<script>", 403, id="a script"),
    pytest.param("", 403, id="nothing"),
]


@pytest.mark.parametrize(("query", "status"), VERIFIED)
def test_verification(hooks: Hooks, query: str, status: int) -> None:
    """platforms 1.1: the challenge comes back as plain text, to who knows our token."""
    answer = hooks.client.get(f"{WHATSAPP}?{query}")
    assert answer.status_code == status
    assert answer.text == ("1158201444" if status == 200 else "")
    assert status != 200 or answer.headers["content-type"].startswith("text/plain")


def test_database_away_is_still_200(hooks: Hooks) -> None:
    """Issue 3, point 6: an fsynced file and 200; replayed on recovery."""
    hooks.units.away = True
    assert hooks.whatsapp(GOOD).status_code == 200
    assert [path.read_bytes() for path in hooks.app.spool.waiting()] == [GOOD]
    hooks.units.away = False


def test_nothing_writable_is_503_with_a_time(sqlite_url: str, tmp_path: Path, rasa: FakeRasa, clock: FakeClock) -> None:
    """Issue 3, point 6: 503 when the spool fails too; platforms 4.7: with Retry-After."""
    built = make_app(sqlite_url, tmp_path, rasa, clock)
    (tmp_path / "penuh").write_bytes(b"a file where the folder should be")
    units = Units(built.kit.uow)
    channel = Telegram(
        token="1:t",
        secret=TELEGRAM_SECRET,
        url="https://api.test",
        transport=httpx.MockTransport(lambda request: httpx.Response(503)),
    )
    kit, spool = replace(built.kit, uow=units), Spool(tmp_path / "penuh")
    app = replace(built, kit=kit, spool=spool, channels={"telegram": channel})
    with TestClient(make_web(app), base_url=HOME) as client:
        headers = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
        units.away = True
        answer = client.post(TELEGRAM, content=telegram_body(), headers=headers)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        units.away = False
        assert client.post(TELEGRAM, content=telegram_body(), headers=headers).status_code == 200
        assert count(app.engine) == 1
