"""The web chat's interface (design, "Interfaces that others build on")."""

import json
import logging
import threading

import pytest

from tests.fakes import Json, bubble, reply, wants_officer
from tests.web.conftest import Browser, Site


@pytest.fixture
def browser(site: Site) -> Browser:
    return Browser(site)


def test_a_question_is_stored_and_answered_in_order(browser: Browser) -> None:
    """Interface: 202 {id}; the list holds the person's own message too, with every promised field."""
    code, body = browser.send({"text": "apa itu ipm"})
    assert code == 202
    assert set(body) == {"id"}
    asked, answered = browser.read_until(2)
    assert (asked["from"], asked["text"], asked["buttons"]) == ("user", "apa itu ipm", [])
    assert (answered["from"], answered["text"]) == ("bot", "jawab: apa itu ipm")
    assert set(answered) == {"seq", "from", "text", "buttons", "at"}
    assert answered["seq"] > asked["seq"]
    assert answered["at"].endswith("+00:00")


def test_reading_after_a_seq_gives_only_what_is_new(browser: Browser) -> None:
    """Interface: `after` leaves out what the page has."""
    browser.send({"text": "satu"})
    last = browser.read_until(2)[-1]["seq"]
    assert browser.read(after=last) == []


def test_a_long_poll_wakes_when_a_message_comes(browser: Browser) -> None:
    """Interface: `wait` holds the answer until there is one."""
    got: list[Json] = []
    waiting = threading.Thread(target=lambda: got.extend(browser.read(wait=20)))
    waiting.start()
    browser.send({"text": "halo"})
    waiting.join(timeout=15)
    assert [message["text"] for message in got][:1] == ["halo"]


def test_the_same_key_twice_is_one_message(browser: Browser) -> None:
    """What must never happen: a message answered twice. A repeated send gives the first one's id."""
    first, again = browser.send({"text": "halo"}, "k"), browser.send({"text": "halo"}, "k")
    assert first == again
    assert [m["text"] for m in browser.read_until(2) if m["from"] == "user"] == ["halo"]


def test_a_key_for_other_content_is_a_conflict(browser: Browser) -> None:
    """A key stands for one message: other words under it would be lost silently."""
    browser.send({"text": "halo"}, "k")
    code, body = browser.send({"text": "lain"}, "k")
    assert (code, body["error"]["code"]) == (409, "kunci_dipakai")


def test_two_people_may_use_the_same_key(site: Site) -> None:
    """Keys are one browser's own."""
    for text in ("satu", "dua"):
        assert Browser(site).send({"text": text}, "k")[0] == 202


def test_a_pressed_button_reaches_rasa_as_its_meaning(browser: Browser) -> None:
    """Design: buttons never become text; the person sees the title she pressed."""
    browser.site.rasa.answer = lambda _: reply(bubble("pilih", ("Angka", {"faq": "data_ipm"})))
    browser.send({"text": "ipm"})
    token = browser.read_until(2)[-1]["buttons"][0]["token"]
    assert browser.send({"button": token})[0] == 202
    assert browser.read_until(4)[2]["text"] == "Angka"
    assert browser.site.rasa.requests[-1]["button"] == {"faq": "data_ipm"}


def test_a_button_of_another_person_is_refused(browser: Browser) -> None:
    """A token is good in its own conversation only."""
    browser.site.rasa.answer = lambda _: reply(bubble("pilih", ("Angka", {"faq": "data_ipm"})))
    browser.send({"text": "ipm"})
    token = browser.read_until(2)[-1]["buttons"][0]["token"]
    code, body = Browser(browser.site).send({"button": token})
    assert (code, body["error"]["code"]) == (404, "pilihan_tidak_berlaku")


def test_status_tells_who_answers(browser: Browser) -> None:
    """Interface: ok, then waiting once an officer was asked for."""
    assert browser.status() == "ok"
    browser.site.rasa.answer = lambda _: reply(commands=[wants_officer()])
    browser.send({"text": "petugas"})
    browser.read_until(2)
    assert browser.status() == "waiting"


def test_an_unanswered_message_is_called_delayed_after_ten_seconds(browser: Browser) -> None:
    """Stories 14: the page says that the answer is late and that nothing is lost."""
    browser.site.rasa.answer = lambda _: 503
    browser.send({"text": "halo"})
    browser.site.clock.advance(11)
    assert browser.status() == "delayed"


BODIES = [
    pytest.param(b"{", 400, "bukan_json", id="broken JSON"),
    pytest.param(b"", 400, "bukan_json", id="nothing"),
    pytest.param(b"\xff\xfe", 400, "bukan_json", id="no UTF-8"),
    pytest.param(b"[" * 20_000, 400, "bukan_json", id="nested beyond the parser"),
    pytest.param(b"[]", 400, "isi_keliru", id="a list"),
    pytest.param(b'{"text": 5}', 400, "isi_keliru", id="a number as text"),
    pytest.param(b'{"text": null}', 400, "isi_keliru", id="null"),
    pytest.param(b'{"text": "a", "button": "b"}', 400, "isi_keliru", id="both"),
    pytest.param(b'{"text": "a", "admin": true}', 400, "isi_keliru", id="a field we do not know"),
    pytest.param(b'{"button": "tidak-ada"}', 404, "pilihan_tidak_berlaku", id="a token nobody has"),
    pytest.param(b'{"button": "\\u0000"}', 404, "pilihan_tidak_berlaku", id="a token no database takes"),
    pytest.param(b'{"button": "\\ud800"}', 404, "pilihan_tidak_berlaku", id="half a surrogate"),
    pytest.param(json.dumps({"text": "a" * 10_001}).encode(), 413, "terlalu_panjang", id="over 10,000 characters"),
    pytest.param(b'{"text": "' + b"a" * 70_000 + b'"}', 413, "terlalu_panjang", id="over 64 kB"),
]


@pytest.mark.parametrize(("body", "code", "kind"), BODIES)
def test_hostile_bodies_are_refused_in_one_shape(browser: Browser, body: bytes, code: int, kind: str) -> None:
    """House style 17: one JSON shape for errors; nothing hostile becomes a 500."""
    headers = {**browser.bearer, "Idempotency-Key": "k"}
    response = browser.site.client.post("/chat/messages", content=body, headers=headers)
    assert response.status_code == code
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"code", "message"}
    assert response.json()["error"]["code"] == kind
    assert browser.read() == []


TEXTS = [
    pytest.param("a" * 5_000, "a" * 5_000, id="5,000 characters are never lost"),
    pytest.param("é" * 10_000, "é" * 10_000, id="10,000 characters that JSON escapes"),
    pytest.param("a\x00b\x1bc", "abc", id="control characters"),
    pytest.param("a\ud800b", "ab", id="half a surrogate"),
    pytest.param("/restart", "/restart", id="a typed command is just text"),
    pytest.param("<b>x</b>", "<b>x</b>", id="markup is just text"),
    pytest.param("baris 1\nbaris 2", "baris 1\nbaris 2", id="lines stay"),
]


@pytest.mark.parametrize(("typed", "stored"), TEXTS)
def test_any_text_is_stored_as_it_can_be(browser: Browser, typed: str, stored: str) -> None:
    """What must never happen: a message lost, or a typed `/restart` taken as a command."""
    assert browser.send({"text": typed})[0] == 202
    assert browser.read()[0]["text"] == stored


KEYS = [
    pytest.param(None, id="none"),
    pytest.param("", id="empty"),
    pytest.param("k" * 129, id="too long"),
    pytest.param("\x01", id="control character"),
]


@pytest.mark.parametrize("key", KEYS)
def test_a_message_needs_a_proper_key(browser: Browser, key: str | None) -> None:
    """Without a key a retry could not be told from a second message."""
    headers = browser.bearer if key is None else {**browser.bearer, "Idempotency-Key": key}
    response = browser.site.client.post("/chat/messages", json={"text": "a"}, headers=headers)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "tanpa_kunci")


CREDENTIALS = [
    pytest.param({}, "tanpa_sesi", id="none"),
    pytest.param({"Authorization": "Basic eDp5"}, "tanpa_sesi", id="another scheme"),
    pytest.param({"Authorization": "Bearer "}, "tanpa_sesi", id="an empty token"),
    pytest.param({"Authorization": "Bearer tidak-dikenal"}, "sesi_berakhir", id="an unknown token"),
]


@pytest.mark.parametrize(("headers", "kind"), CREDENTIALS)
@pytest.mark.parametrize("path", ["/chat/messages", "/chat/status"])
def test_nothing_is_read_without_a_session(site: Site, path: str, headers: dict[str, str], kind: str) -> None:
    """A conversation belongs to the browser that opened it."""
    response = site.client.get(path, headers=headers)
    assert (response.status_code, response.json()["error"]["code"]) == (401, kind)
    assert response.headers["www-authenticate"] == "Bearer"


def test_a_forgotten_browser_reads_nothing_more(browser: Browser) -> None:
    """ "Hapus dari perangkat ini" ends the session on the server too."""
    assert browser.site.client.delete("/chat/sessions", headers=browser.bearer).status_code == 204
    assert browser.site.client.get("/chat/status", headers=browser.bearer).status_code == 401


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=99999999999999999999", "wait=nan", "wait=-1"])
def test_a_senseless_query_is_refused(browser: Browser, query: str) -> None:
    """Numbers a database cannot take end at the door."""
    response = browser.site.client.get(f"/chat/messages?{query}", headers=browser.bearer)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "permintaan_keliru")


def test_a_flood_is_slowed_down_and_told_for_how_long(browser: Browser) -> None:
    """OWASP 2.4.1: 20 messages at once, then 429 with Retry-After; another person is not affected."""
    browser.site.web.state.parts.per_session.clock = lambda: 0.0  # on a slow machine tokens would grow back meanwhile
    codes = [browser.send({"text": "a"})[0] for _ in range(20)]
    assert set(codes) == {202}
    headers = {**browser.bearer, "Idempotency-Key": "last"}
    refused = browser.site.client.post("/chat/messages", json={"text": "a"}, headers=headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "terlalu_sering")
    assert int(refused.headers["retry-after"]) >= 1
    assert Browser(browser.site).send({"text": "a"})[0] == 202


def test_no_log_line_holds_what_was_written(
    browser: Browser, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """What must never happen: personal data or a token in a log."""
    caplog.set_level(logging.DEBUG)
    browser.send({"text": "NIK saya 6208010101010001"})
    browser.read_until(2)
    browser.send({"text": 5})
    said = "".join(capfd.readouterr()) + caplog.text
    assert "6208010101010001" not in said
    assert browser.token not in said
