"""The web chat before the office has opened it: what the page and its interface say (stories 17)."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from bot.bootstrap import App
from bot.services.live_office import LiveOffice
from tests.web.conftest import HOME, Browser, Site, make_web

TRIAL = "Uji coba: layanan ini belum dibuka resmi."


def with_channels(app: App, *channels: str) -> None:
    """As if the app had been started with this list in office.yml."""
    kit = app.kit
    written = replace(kit.live.written, channels=channels)
    live = LiveOffice(kit.uow, kit.clock, written, kit.live.written_texts, kit.hours.holidays)
    object.__setattr__(kit, "live", live)


@pytest.mark.parametrize("path", ["/", "/chat/embed"])
def test_the_page_says_how_far_the_chat_is_open(app: App, path: str) -> None:
    """Stories 17: a trial names itself, an open chat says nothing, a closed one gives phone and address instead."""
    office = app.kit.office
    for channels, words in ((None, TRIAL), (("webchat",), ""), (("whatsapp",), office.phone)):
        if channels is not None:
            with_channels(app, *channels)
        page = TestClient(make_web(app), base_url=HOME).get(path).text
        notice = page.split('<p id="notice">')[1].split("</p>")[0]
        assert words in notice
        assert bool(notice) == bool(words)
        assert (office.address in notice) == (channels == ("whatsapp",))
        assert ("shut" in page.split("<head>")[0]) == (channels == ("whatsapp",))


def test_a_closed_chat_answers_in_words(site: Site) -> None:
    """Stories 17: a message that is not taken is refused in a sentence that says where the office is."""
    browser = Browser(site)
    with_channels(site.app, "whatsapp")
    code, body = browser.send({"text": "halo"})
    assert (code, body["error"]["code"]) == (403, "kanal_tutup")
    assert site.app.kit.office.phone in body["error"]["message"]
    assert browser.status() == "closed"
    assert browser.read() == []
    assert site.client.post("/chat/sessions").json() == body
