"""The officers' console with a full desk: how soon a message is on an open page, and how soon the queue opens."""

from __future__ import annotations

import random
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from bench.desk import ADMIN_PASSWORD, OFFICER, OFFICER_PASSWORD, Desk, filled
from bench.figures import Figures, percentile
from bench.system import SECRET, ended, free_ports, wait_until_ready
from bench.workspace import command, environment
from bot.web.console.queue import FIRST_ROWS

_CHROMIUM = "/usr/bin/chromium"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-features=LocalNetworkAccessChecks"]
_MESSAGES, _EVERY_S, _SETTLE_S = 100, 0.55, 3.0  # a web chat session may write two a second
_OTHERS = 3  # messages of other people for each that is measured
_OPENINGS = 12
_NOTE_ARRIVALS = """() => {
  window.arrived = {};
  const note = () => {
    for (const words of document.querySelectorAll('#pst-log .user .words'))
      if (words.textContent.startsWith('ukur ')) window.arrived[words.textContent] ??= Date.now();
  };
  const everything = { childList: true, subtree: true, characterData: true };
  new MutationObserver(note).observe(document.getElementById('pst-log'), everything);
}"""


@dataclass(frozen=True, kw_only=True)
class _Service:
    """The service alone: whoever is held by an officer needs no Rasa."""

    url: str
    desk: Desk


def measure(place: Path) -> Figures:
    """Fill a desk with 200 open conversations and 5,000 past consultations, and look at it in a browser."""
    with _serving(place) as service, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=_FLAGS)
        try:
            return _measured(browser, service)
        finally:
            browser.close()


def _measured(browser: Browser, service: _Service) -> Figures:
    queue = browser.new_context().new_page()
    _log_in(queue, service.url)
    opened = [_seconds_to_open(queue, service) for _ in range(_OPENINGS)][2:]  # the first two fill the browser's cache
    watched = queue.context.new_page()
    watched.goto(f"{service.url}/console/percakapan/{service.desk.watched.conversation_id}")
    watched.wait_for_selector("#pst-log .user")
    watched.evaluate(_NOTE_ARRIVALS)
    delays = _delays(watched, service)
    return {"console.p95_ms": percentile(delays, 0.95), "console.open_s": percentile(opened, 0.95)}


def _log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/console/")
    page.get_by_label("Nama pengguna").fill(OFFICER)
    page.get_by_label("Sandi").fill(OFFICER_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".pst-row")


def _seconds_to_open(page: Page, service: _Service) -> float:
    began = time.perf_counter()
    page.goto(f"{service.url}/console/", wait_until="commit")
    page.wait_for_function(f"document.querySelectorAll('.pst-row').length === {FIRST_ROWS}")
    return time.perf_counter() - began


def _delays(page: Page, service: _Service) -> list[float]:
    """Milliseconds from posting a message to seeing it, while the other people write as well."""
    posted: dict[str, float] = {}
    chance = random.Random(6208)
    with httpx.Client(base_url=service.url) as http:
        for number in range(_MESSAGES):
            text = f"ukur {number}"
            posted[text] = time.time() * 1000
            _post(http, service.desk.watched.token, text)
            for other in chance.sample(service.desk.people[1:], _OTHERS):
                _post(http, other.token, f"lain {number}")
            page.wait_for_timeout(_EVERY_S * 1000)
    page.wait_for_timeout(_SETTLE_S * 1000)
    arrived: dict[str, float] = page.evaluate("arrived")
    missing = posted.keys() - arrived.keys()
    if missing:
        raise RuntimeError(f"{len(missing)} of {len(posted)} messages never reached the console")
    return [arrived[text] - at for text, at in posted.items()]


def _post(http: httpx.Client, token: str, text: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"k-{text.replace(' ', '-')}"}
    http.post("/chat/messages", json={"text": text}, headers=headers).raise_for_status()


@contextmanager
def _serving(place: Path) -> Iterator[_Service]:
    [port] = free_ports(1)
    var = Path(tempfile.mkdtemp(prefix="console-", dir=place / "var"))
    settings = {"PST_PORT": str(port), "PST_RASA_SECRET": SECRET, "PST_ADMIN_PASSWORD": ADMIN_PASSWORD}
    desk = filled({**settings, "PST_VAR": str(var)}, place)
    log = var / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command("serve"), cwd=place, env=environment(var, **settings), stdout=output, stderr=output
        )
    with ended(process):
        wait_until_ready(f"http://127.0.0.1:{port}/healthz", process, log)
        yield _Service(url=f"http://127.0.0.1:{port}", desk=desk)
