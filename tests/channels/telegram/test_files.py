"""Files that people sent: getFile, then the bytes."""

import httpx
import pytest

from bot.core.messages import MediaRef
from tests.channels.engine import FetchCase, check_fetch
from tests.channels.provider import Answer
from tests.channels.telegram.rows import SECRETS, TOKEN, URL, api, make, ok, refused

PATH = "documents/file_7.pdf"
ASKED = api("getFile")
SERVED = f"{URL}/file/bot{TOKEN}/{PATH}"


def pdf(mime: str = "application/pdf", size: int | None = 9) -> MediaRef:
    return MediaRef(provider_id="BQACdoc0002", mime=mime, file_name="surat permohonan.pdf", size=size)


def served(content: bytes = b"%PDF-1.7\n", mime: str = "application/octet-stream") -> httpx.Response:
    return httpx.Response(200, content=content, headers={"Content-Type": mime})


def row(
    label: str, *answers: Answer, content: bytes | None = None, error: str = "", urls: tuple[str, ...] | None = None
) -> FetchCase:
    asked = (ASKED, SERVED)[: len(answers)] if urls is None else urls
    return FetchCase(label=label, media=pdf(), answers=answers, urls=asked, content=content, error=error)


def local(label: str, media: MediaRef, error: str) -> FetchCase:
    return FetchCase(label=label, media=media, answers=(), urls=(), error=error)


FOUND = ok({"file_id": "BQACdoc0002", "file_unique_id": "AgAD0002", "file_size": 9, "file_path": PATH})


def found(path: object) -> httpx.Response:
    return ok({"file_id": "BQACdoc0002", "file_path": path})


CASES = [
    row("Telegram serves nearly all as a stream of bytes", FOUND, served(), content=b"%PDF-1.7\n"),
    row("or by its type", FOUND, served(mime="application/pdf"), content=b"%PDF-1.7\n"),
    row(
        "a path with blanks and marks stays a path",
        found("documents/file 7#?.pdf"),
        served(),
        content=b"%PDF-1.7\n",
        urls=(ASKED, f"{URL}/file/bot{TOKEN}/documents/file%207%23%3F.pdf"),
    ),
    local("a type that is not kept: nothing is asked", pdf("application/x-msdownload"), "wrong_type"),
    local("a page with scripts", pdf("text/html; charset=utf-8"), "wrong_type"),
    local("declared larger than we keep", pdf(size=1_001), "too_big"),
    row("a page instead of the file", FOUND, served(mime="text/html"), error="wrong_type"),
    row("larger than declared", FOUND, served(b"x" * 1_001), error="too_big"),
    row("beyond 20 MB", refused(400, "Bad Request: file is too big"), error="too_big"),
    row(
        "unknown handle",
        refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        error="gone",
    ),
    row("without a path", found(None), error="gone"),
    row("a path out of the folder", found("documents/../../getUpdates"), error="wrong_host"),
    row("a path of the server's disk (a server of one's own)", found("/var/lib/telegram/file_7"), error="wrong_host"),
    row("an address instead of a path", found("https://example.org/x.pdf"), error="wrong_host"),
    row(
        "led to another host",
        FOUND,
        httpx.Response(302, headers={"Location": "https://example.org/x"}),
        error="wrong_host",
    ),
    row("led elsewhere on the same host", FOUND, httpx.Response(302, headers={"Location": "/x"}), error="wrong_host"),
    row("the path has expired", FOUND, httpx.Response(404), error="gone"),
    row("told to wait", refused(429, "Too Many Requests", retry_after=3), error="later"),
    row("token revoked: the file is not lost", refused(401, "Unauthorized"), error="later"),
    row("Telegram is down", httpx.Response(502), error="later"),
    row("not reachable", httpx.ConnectError("refused"), error="later"),
    row("no answer in time", httpx.ReadTimeout("slow"), error="later"),
    row("the file server is down", FOUND, httpx.Response(500), error="later"),
    row("broken off", FOUND, httpx.ReadError("gone"), error="later"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_fetch(case: FetchCase) -> None:
    """Issue 3, point 6: files come from Telegram's own host only, within size and type limits."""
    check_fetch(make, case, SECRETS)
