"""The service with its providers, a browser, and the made-up people of the pictures; the clock alone is set by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from bot.core.accounts import Actor, Role
from bot.services import accounts, service_day
from bot.services.kit import Kit
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from tests.browser.conftest import ARGUMENTS, CHROMIUM, PATIENCE_MS, Server, serving
from tests.browser.providers import Providers, open_providers
from tests.fakes import FakeClock, Json, reply
from tests.ports import free_port
from tests.web.conftest import ADMIN_PASSWORD

PASSWORD = "kata-sandi-contoh"
STAFF = {
    "budi": ("Budi Santoso", (Role.PETUGAS,)),
    "siti": ("Siti Rahmah", (Role.PETUGAS,)),
    "yusuf": ("Yusuf Maulana", (Role.PETUGAS,)),
    "kepala": ("Lestari Utami", (Role.PIMPINAN,)),
}
PASSWORDS = {"budi": "kata-sandi-budi", "admin": ADMIN_PASSWORD}  # those two the test service has already


def wib(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """A moment of November 2026 in the office's zone."""
    return datetime(2026, 11, day, hour - 7, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Stage:
    """What the pictures are taken of."""

    server: Server
    clock: FakeClock
    providers: Providers
    browser: Browser

    @property
    def kit(self) -> Kit:
        return self.server.kit

    def actor(self, username: str) -> Actor:
        """Somebody of the staff, logged in elsewhere."""
        return accounts.authenticate(self.kit, accounts.log_in(self.kit, username, password_of(username), "t"))

    @contextmanager
    def page(self, width: int, height: int) -> Iterator[Page]:
        """A browser of its own, in the office's zone."""
        size = ViewportSize(width=width, height=height)
        context = self.browser.new_context(viewport=size, locale="id-ID", timezone_id="Asia/Jakarta")
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page()
        context.close()

    def log_in(self, page: Page, username: str, path: str = "/console/") -> None:
        """Open a page of the console."""
        page.goto(self.server.url + path)
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Sandi").fill(password_of(username))
        page.keyboard.press("Enter")
        expect(page.locator(".pst-bar")).to_be_visible()


def password_of(username: str) -> str:
    """What an account logs in with."""
    return PASSWORDS.get(username, PASSWORD)


def answered(request: Json) -> Json:
    """Everybody in the pictures asks for an officer; what figure they want stands in their words."""
    text = str(request["messages"][-1]["text"])
    year = re.search(r"\d{4}(-\d{4})?", text)
    about = next((found for word, found in _NEEDS.items() if word in text), {"kategori": "data", "indikator": None})
    need = {"indikator": about["indikator"], "wilayah": about.get("wilayah"), "tahun": year and year.group()}
    command = {"perintah": "minta_petugas", "pertanyaan": text, "kategori": about["kategori"], "kebutuhan": need}
    return reply(commands=[command])


_NEEDS: dict[str, dict[str, str | None]] = {
    "Hanau": {"kategori": "data", "indikator": "jumlah penduduk", "wilayah": "Hanau"},
    "miskin": {"kategori": "data", "indikator": "kemiskinan", "wilayah": "Seruyan"},
    "KBLI": {"kategori": "klasifikasi", "indikator": None},
    "beda IPM": {"kategori": "metadata", "indikator": "IPM"},
}


@contextmanager
def staged() -> Iterator[Stage]:
    """Everything running, on Monday, 23 November 2026, at nine."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(TemporaryDirectory()))
        clock, port = FakeClock(wib(9)), free_port()
        url = f"sqlite:///{place / 'pst.sqlite'}"
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        providers = stack.enter_context(open_providers(f"http://127.0.0.1:{port}", clock))
        server = stack.enter_context(serving(url, place, clock, port, **providers.settings))
        server.rasa.answer = answered
        browser = stack.enter_context(_chromium())
        stage = Stage(server, clock, providers, browser)
        for username, (name, roles) in STAFF.items():
            if username not in PASSWORDS:
                accounts.create_officer(stage.kit, stage.actor("admin"), username, name, PASSWORD, roles)
        _open_channels(stage)
        yield stage


def _open_channels(stage: Stage) -> None:
    """As `kanal` in office.yml does; it is read with the next change, which is who has duty."""
    live = stage.kit.live
    live.written = replace(live.written, channels=("webchat", "whatsapp", "telegram"))
    service_day.set_roster(stage.kit, stage.actor("admin"), {"senin": [stage.actor("budi").id]})


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
