"""The chat page and its files: small, cacheable, nothing inline, nothing that could turn text into markup."""

import re

import pytest

from bot.services import service_day
from bot.web.assets import STATIC
from tests.web.conftest import Site

CHAT_FILES = ("chat.html", "chat.css", "chat.js", "icon.svg", "widget.js")


def test_the_page_is_small_enough_for_a_slow_network() -> None:
    """A citizen on a cheap phone: all files of the chat together stay under 60 kB, not even compressed."""
    assert sum((STATIC / name).stat().st_size for name in CHAT_FILES) < 60_000


def test_scripts_never_write_markup() -> None:
    """What people and officers typed is put on the page as text only."""
    for name in ("chat.js", "widget.js", "console.js"):
        script = re.sub(r"//.*", "", (STATIC / name).read_text(encoding="utf-8"))
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script)


def test_the_page_names_office_and_hours(site: Site) -> None:
    """Rule 3.6: the page states when officers work; another office changes office.yml only."""
    page = site.client.get("/").text
    assert "BPS Kabupaten Seruyan" in page
    assert "Senin-Jumat, 08.00-15.30 WIB" in page
    assert "$" not in page


def test_the_page_follows_changed_hours(site: Site) -> None:
    """stories 20: a change of hours is on the page at once; the browser's kept copy no longer counts."""
    old = site.client.get("/")
    service_day.set_weekly_hours(site.app.kit, site.admin, {"senin": ["08.00-12.00"]})
    new = site.client.get("/", headers={"If-None-Match": old.headers["etag"]})
    assert "Senin, 08.00-12.00 WIB" in new.text
    assert "Senin, 08.00-12.00 WIB" in site.client.get("/chat/embed").text


def test_the_page_has_nothing_inline_and_says_so(site: Site) -> None:
    """The content security policy allows our own files only, so a slipped-in script does not run."""
    response = site.client.get("/")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", response.text)


def test_only_the_embedded_page_may_stand_in_other_sites(site: Site) -> None:
    """The widget's frame may be shown by the office's site; the page itself may not."""
    assert "frame-ancestors *" in site.client.get("/chat/embed").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in site.client.get("/chat/widget.js").headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/chat/embed", "/chat/chat.js", "/chat/chat.css", "/chat/widget.js"])
def test_an_unchanged_file_is_not_sent_again(site: Site, path: str) -> None:
    """Slow data: a second visit costs a few bytes."""
    first = site.client.get(path)
    again = site.client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_only_a_fingerprinted_address_is_kept_for_ever(site: Site) -> None:
    """A mended script must reach the browsers: its address changes with its content."""
    versioned = re.findall(r'"(/chat/chat\.(?:js|css)\?v=\w+)"', site.client.get("/").text)
    assert len(versioned) == 2
    for address in versioned:
        assert "immutable" in site.client.get(address).headers["cache-control"]
    assert "immutable" not in site.client.get("/chat/chat.js").headers["cache-control"]


def test_files_travel_compressed(site: Site) -> None:
    """Slow data: text files are packed for browsers that say they can unpack."""
    packed = site.client.get("/chat/chat.js", headers={"Accept-Encoding": "gzip"})
    plain = site.client.get("/chat/chat.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


ERRORS = [
    pytest.param("GET", "/tidak-ada", 404, id="no such page"),
    pytest.param("PUT", "/chat/messages", 405, id="wrong method"),
    pytest.param("GET", "/chat/status", 401, id="no session"),
    pytest.param("POST", "/console/keluar", 401, id="console, not logged in"),
]


@pytest.mark.parametrize(("method", "path", "code"), ERRORS)
def test_every_refusal_has_one_shape(site: Site, method: str, path: str, code: int) -> None:
    """House style 17: {"error": {"code", "message"}} everywhere, never cached."""
    response = site.client.request(method, path)
    assert response.status_code == code
    assert set(response.json()["error"]) == {"code", "message"}
    assert response.headers["cache-control"] == "no-store"
