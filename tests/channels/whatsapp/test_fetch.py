"""Rows: files of people, and addresses that must not be asked for them (platforms 1.4, 5.1)."""

import hashlib
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.channels.whatsapp.channel import WhatsApp
from bot.core.messages import MediaRef
from tests.channels.engine import FetchCase, check_fetch
from tests.channels.provider import Answer
from tests.channels.whatsapp.samples import APP_SECRETS, PHONE_ID, SECRETS, TOKEN, URL, VERIFY_TOKEN, whatsapp

BYTES = b"%PDF-1.7 isi surat"
SHA = hashlib.sha256(BYTES).hexdigest()
LOOKUP = f"{URL}/3000003"
CDN = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=3000003"
PDF = MediaRef(provider_id="3000003", mime="application/pdf", file_name="surat-permohonan.pdf", sha256=SHA)
QUOTING = "surat-permohonan.pdf of 620000000001"


def found(url: Any = CDN, **fields: Any) -> httpx.Response:
    return httpx.Response(200, json={"messaging_product": "whatsapp", "url": url, "id": "3000003", **fields})


def served(content: bytes = BYTES, mime: str = "application/pdf", **headers: str) -> httpx.Response:
    return httpx.Response(200, content=content, headers={"content-type": mime, **headers})


def moved(to: str) -> httpx.Response:
    return httpx.Response(302, headers={"location": to})


def error(status: int, code: int) -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": code, "message": QUOTING}})


def case(
    label: str,
    *answers: Answer,
    urls: tuple[str, ...] = (LOOKUP, CDN),
    media: MediaRef = PDF,
    limit: int = 1_000,
    **end: Any,
) -> FetchCase:
    return FetchCase(label=label, media=media, answers=answers, urls=urls, limit=limit, **end)


GOOD = [
    case("found and served", found(), served(), content=BYTES),
    case("as long as allowed", found(), served(), limit=len(BYTES), content=BYTES),
    case("without a checksum", found(), served(), media=replace(PDF, sha256=None), content=BYTES),
    case(
        "a type with parameters and capitals",
        found(),
        served(mime="Audio/OGG; codecs=opus"),
        media=replace(PDF, mime="audio/ogg; codecs=opus"),
        content=BYTES,
    ),
    case(
        "another type of the same kind",
        found(),
        served(mime="image/png"),
        media=replace(PDF, mime="image/jpeg"),
        content=BYTES,
    ),
    case(
        "a host of the platform's domains",
        found("https://media.xx.fbcdn.net/a"),
        served(),
        urls=(LOOKUP, "https://media.xx.fbcdn.net/a"),
        content=BYTES,
    ),
    case(
        "a redirect within the platform",
        found(),
        moved("https://mmg.whatsapp.net/a"),
        served(),
        urls=(LOOKUP, CDN, "https://mmg.whatsapp.net/a"),
        content=BYTES,
    ),
    case(
        "two redirects, one of them relative",
        found(),
        moved("/b"),
        moved("https://mmg.whatsapp.net/c"),
        served(),
        urls=(LOOKUP, CDN, "https://lookaside.fbsbx.com/b", "https://mmg.whatsapp.net/c"),
        content=BYTES,
    ),
]

HOSTS = [
    case(f"not asked: {url}", found(url), urls=(LOOKUP,), error="wrong_host")
    for url in (
        "https://contoh.example/a",
        "http://lookaside.fbsbx.com/a",  # not encrypted
        "https://lookaside.fbsbx.com:8443/a",
        "https://lookaside.fbsbx.com.contoh.example/a",
        "https://contohfbcdn.net/a",
        "https://fbcdn.net/a",
        "https://lookaside.fbsbx.com@contoh.example/a",
        "https://sari@lookaside.fbsbx.com/a",  # would put other credentials into our header
        "https://contoh.example\\@lookaside.fbsbx.com/a",
        "https://127.0.0.1/a",
        "https://2130706433/a",
        "https://10.0.0.8/a",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/a",
        "https://[::ffff:10.0.0.8]/a",
        "https://localhost/a",
        "file:///etc/passwd",
        "//lookaside.fbsbx.com/a",
        "/a",
        "https://lookaside.fbsbx.com:99999/a",
        "https://contoh\x00.example/a",
    )
]

REFUSED = [
    case("a redirect to another host", found(), moved("https://contoh.example/a"), error="wrong_host"),
    case("a redirect to a private address", found(), moved("http://10.0.0.8/a"), error="wrong_host"),
    case("a redirect without encryption", found(), moved("http://lookaside.fbsbx.com/a"), error="wrong_host"),
    case(
        "a third redirect",
        found(),
        moved("/b"),
        moved("/c"),
        moved("/d"),
        urls=(LOOKUP, CDN, "https://lookaside.fbsbx.com/b", "https://lookaside.fbsbx.com/c"),
        error="wrong_host",
    ),
    case("too big by its length", found(), served(b"", **{"content-length": "1001"}), error="too_big"),
    case("too big although it tells no length", found(), served(b"x" * 1_001), error="too_big"),
    case("too big as the platform tells", found(file_size=1_001), urls=(LOOKUP,), error="too_big"),
    case("too big as declared", urls=(), media=replace(PDF, size=1_001), error="too_big"),
    case("served as a page", found(), served(mime="text/html"), error="wrong_type"),
    case("served without a type", found(), httpx.Response(200, content=BYTES), error="wrong_type"),
    case("a document that turns into a film", found(), served(mime="video/mp4"), error="wrong_type"),
    case("declared as a program", urls=(), media=replace(PDF, mime="application/x-msdownload"), error="wrong_type"),
    case("declared as nothing", urls=(), media=replace(PDF, mime=""), error="wrong_type"),
    case("other bytes than the person sent", found(), served(b"%PDF-1.7 lain"), error="gone"),
    case("unknown to the platform", error(400, 100), urls=(LOOKUP,), error="gone"),
    case("404", httpx.Response(404), urls=(LOOKUP,), error="gone"),
    case("deleted meanwhile", found(), httpx.Response(404), error="gone"),
    case("410", found(), httpx.Response(410), error="gone"),
    *(
        case(
            f"an id that would ask for something else: {handle}",
            urls=(),
            media=replace(PDF, provider_id=handle),
            error="gone",
        )
        for handle in ("", "..", "../me", "3000003/../me", "3000003?fields=url", "https://contoh.example/a")
    ),
]

LATER = [
    case(
        "a redirect to what is no address; the error would quote it",
        found(),
        moved(f"https://a/{QUOTING}\x01"),
        error="later",
    ),
    case("token expired: the file is still there", error(401, 190), urls=(LOOKUP,), error="later"),
    case("too fast", httpx.Response(429), urls=(LOOKUP,), error="later"),
    case("theirs is down", httpx.Response(503), urls=(LOOKUP,), error="later"),
    case("the file's host is down", found(), httpx.Response(500), error="later"),
    case("no connection", httpx.ConnectError("refused"), urls=(LOOKUP,), error="later"),
    case("broken off", found(), httpx.ReadError("reset"), error="later"),
    case("an answer that is no JSON", httpx.Response(200, content=b"<html>"), urls=(LOOKUP,), error="later"),
    case("an answer without an address", found(None), urls=(LOOKUP,), error="later"),
    case("packed although it was not to be", found(), httpx.DecodingError("bad"), error="later"),
    case("an answer that cannot be unpacked", httpx.DecodingError("bad"), urls=(LOOKUP,), error="later"),
]


@pytest.mark.parametrize("row", [*GOOD, *HOSTS, *REFUSED, *LATER], ids=lambda row: row.label)
def test_files(row: FetchCase) -> None:
    """Only the platform's hosts are asked, and only what a person may send is kept."""
    check_fetch(whatsapp, row, SECRETS)


def test_stand_in() -> None:
    """A stand-in on this machine serves files itself: its own address, which is configured, is allowed."""
    url = "http://127.0.0.1:8090/v26.0"

    def make(transport: httpx.AsyncBaseTransport) -> WhatsApp:
        return WhatsApp(
            phone_id=PHONE_ID,
            token=TOKEN,
            app_secrets=APP_SECRETS,
            verify_token=VERIFY_TOKEN,
            url=url,
            transport=transport,
        )

    own, other = "http://127.0.0.1:8090/files/1", "http://127.0.0.1:8091/files/1"
    good = case("its own", found(own), served(), urls=(f"{url}/3000003", own), content=BYTES)
    check_fetch(make, good, SECRETS)
    check_fetch(make, case("another port", found(other), urls=(f"{url}/3000003",), error="wrong_host"), SECRETS)
