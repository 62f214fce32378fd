"""Which page is open to whom, and what the menu shows (stories 8 and 25)."""

import ast
import re

import pytest
from starlette.testclient import TestClient

from bot.core.accounts import Actor, Role
from bot.core.complaints import ComplaintState
from bot.core.conversations import Event
from bot.core.forms.form import FormKind
from bot.core.privacy import DONE, REFUSED
from bot.services import accounts, own_account
from bot.web.console.places import PLACES, has_more, menu
from bot.web.console.trail import ACTIONS
from tests.conftest import ROOT
from tests.web.conftest import Site
from tests.web.test_login import form_token


def actor(*roles: Role, full_view: bool = False) -> Actor:
    return Actor(id="u", username="u", name="U", roles=frozenset(roles), full_view=full_view)


MENUS = [
    ([Role.PETUGAS], False, ["Antrean", "Tamu", "Riwayat"]),
    (
        [Role.PETUGAS],
        True,
        ["Antrean", "Tamu", "Riwayat", "Tutup darurat", "Pengiriman", "Balasan siap pakai", "Portal"],
    ),
    ([Role.PENGADUAN], False, ["Aduan"]),
    ([Role.ADMIN], False, ["Laporan", "Jam & libur", "Pengguna", "Data pribadi", "Siap tayang?"]),
    ([Role.PIMPINAN], False, ["Laporan", "Aduan", "Data pribadi"]),
    ([Role.PIMPINAN], True, ["Laporan", "Aduan", "Data pribadi", "Survei", "Jejak"]),
    ([Role.KONTEN], True, []),
]


@pytest.mark.parametrize(("roles", "full_view", "shown"), MENUS)
def test_the_menu_shows_what_one_may_open(roles: list[Role], full_view: bool, shown: list[str]) -> None:
    """Stories 25: few places for a petugas, the rest behind *Tampilan lengkap*."""
    assert [place.name for place in menu(actor(*roles, full_view=full_view))] == shown


def test_the_switch_is_shown_only_to_who_gets_something() -> None:
    """A button that changes nothing would puzzle."""
    assert has_more(actor(Role.PETUGAS))
    assert not has_more(actor(Role.KONTEN))


def browser(site: Site, username: str, *roles: Role) -> TestClient:
    """Somebody's browser, logged in."""
    accounts.create_officer(site.app.kit, site.admin, username, f"{username.title()} <b>x</b>", "kata-sandi-1", roles)
    token = accounts.log_in(site.app.kit, username, "kata-sandi-1", "test")
    site.client.cookies.set("pst_session", token)  # the client of the site's own loop: pages wait on bells in it
    return site.client


@pytest.mark.parametrize("role", list(Role))
def test_every_page_by_role(site: Site, role: Role) -> None:
    """Service_rules 12: a page that is not for this role says so and shows nothing."""
    client = browser(site, "seseorang", role)
    for place in PLACES:
        page = client.get(place.address, follow_redirects=place.address != "/console/").text
        refused = "Akun ini tidak" in page
        assert refused == (role not in place.roles) or place.address == "/console/"


def test_an_admin_who_serves_nobody_lands_on_the_reports(site: Site) -> None:
    """The queue is not theirs: login leads to the first page that is."""
    page = browser(site, "kepala", Role.ADMIN).get("/console/", follow_redirects=True)
    assert page.url.path == "/console/laporan"
    assert "Laporan" in page.text


def test_hostile_names_stay_text(site: Site) -> None:
    """A name is shown as it was typed, in the list of accounts and in the trail."""
    client = browser(site, "iseng", Role.ADMIN)
    for address in ("/console/pengguna", "/console/jejak", "/console/akun"):
        page = client.get(address).text
        assert "Iseng" in page
        assert "<b>x</b>" not in page


def test_the_whole_view_is_remembered(site: Site) -> None:
    """*Tampilan lengkap* is one button, kept with the account."""
    client = browser(site, "rina", Role.PETUGAS)
    assert "Pengiriman" not in client.get("/console/").text
    client.post("/console/tampilan", data={"token": form_token(client, "/console/pin")})
    assert "Pengiriman" in client.get("/console/").text


def test_the_own_account_shows_sessions(site: Site) -> None:
    """*Akun saya* is open to every role."""
    page = browser(site, "rina", Role.KONTEN).get("/console/akun").text
    assert "Sesi ini" in page
    assert "Pasang PIN" in page
    assert own_account.own_account(site.app.kit, site.admin).username == "admin"


def recorded_actions() -> set[str]:
    """Every kind of action that a use case writes into the trail."""
    found = {f"consultation.{event.value}" for event in (Event.HAND_BACK, Event.CLOSE)}
    found |= {f"complaint.{state.value}" for state in ComplaintState if state is not ComplaintState.NEW}
    asked = (FormKind.MY_DATA, FormKind.CORRECT, FormKind.ERASE, FormKind.WITHDRAW)
    found |= {f"privacy.{each}" for each in (*(kind.value for kind in asked), DONE, REFUSED)}
    for path in (ROOT / "bot/services").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(_ACTION, node.value):
                found.add(node.value)
    return found


_ACTION = r"[a-z_]+\.[a-z_]+"


def test_every_action_has_words() -> None:
    """*Jejak* is read by the head of office: no action is shown as code, and none is named that nobody records."""
    assert recorded_actions() == set(ACTIONS)
