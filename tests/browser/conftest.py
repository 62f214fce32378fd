"""A real server in a thread and a real browser; Rasa alone is a fake."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.services.kit import Kit
from tests.fakes import FakeClock, FakeRasa, Json, bubble, reply, wants_officer
from tests.ports import free_port
from tests.web.conftest import make_app, make_web

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=LocalNetworkAccessChecks",
]
PHONE, DESKTOP = (360, 740), (1280, 800)
PATIENCE_MS = 30_000
"""How long a page may take on a busy machine before something is taken for missing; it measures nothing."""
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def answer(request: Json) -> Json:
    """Asks for an officer when the word falls, else explains inflation with two buttons."""
    text = request["messages"][-1]["text"]
    if "petugas" in text.lower():
        return reply(commands=[wants_officer(text)])
    words = "Inflasi adalah kenaikan harga secara umum.\nSelengkapnya: kalteng.bps.go.id"
    angka, officer = ("Angka inflasi", {"faq": "data_inflasi"}), ("Minta petugas", {"intent": "minta_petugas"})
    return reply(bubble(words, angka, officer))


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where the site is."""

    url: str
    rasa: FakeRasa
    kit: Kit
    clock: FakeClock


@contextmanager
def serving(database_url: str, var: Path, clock: FakeClock, port: int, **settings: str) -> Iterator[Server]:
    """The whole service on a port, in a thread of its own."""
    rasa = FakeRasa(answer)
    app = make_app(database_url, var, rasa, clock, **settings)
    web = make_web(app)
    config = uvicorn.Config(
        web, port=port, ws="wsproto", log_level="warning", timeout_graceful_shutdown=1, lifespan="on"
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(running.serve()))
    thread.start()
    while not running.started:
        thread.join(0.05)
        assert thread.is_alive(), "the server did not start"
    try:
        yield Server(url=f"http://127.0.0.1:{port}", rasa=rasa, kit=app.kit, clock=clock)
    finally:
        running.should_exit = True
        thread.join(20)


@pytest.fixture
def server(sqlite_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Server]:
    with serving(sqlite_url, tmp_path, clock, free_port()) as running:
        yield running


@pytest.fixture(scope="package")  # not longer: Playwright's loop in this thread would be in the way of asyncio.run
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def open_page(browser: Browser, size: tuple[int, int]) -> Iterator[Page]:
    """A page in a browser profile of its own; an error in a script fails the test."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="id-ID")
    context.set_default_timeout(PATIENCE_MS)
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A citizen's phone."""
    with open_page(chromium, PHONE) as page:
        yield page


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """The office's computer."""
    with open_page(chromium, DESKTOP) as page:
        yield page


@pytest.fixture
def colleague(chromium: Browser) -> Iterator[Page]:
    """A second officer's phone."""
    with open_page(chromium, PHONE) as page:
        yield page


@pytest.fixture
def other_site() -> Iterator[str]:
    """The office's own web site: another origin, with a style sheet that would spoil ours."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            script = self.path.partition("?")[2]
            style = "<style>button{background:red!important;display:none}</style>"
            body = f"<!doctype html>{style}<h1>Situs kantor</h1><script src='{script}' defer></script>".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    site = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://localhost:{site.server_port}/"
    site.shutdown()
    site.server_close()
