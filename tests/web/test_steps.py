"""After the password: code, lock, changing places, PIN, first password; plain forms, as a browser without scripts."""

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from bot.core.accounts import Actor, Role
from bot.core.totp import code_at, step_of
from bot.services import accounts, screen, second_factor, staff
from bot.services.live_office import LiveOffice
from tests.web.conftest import HOME, OFFICER, OFFICER_PASSWORD, Site
from tests.web.test_guard import SOCKET
from tests.web.test_login import form_token, log_in

PIN = "7391"


def officer(site: Site) -> Actor:
    token = accounts.log_in(site.app.kit, OFFICER, OFFICER_PASSWORD, "test")
    return accounts.authenticate(site.app.kit, token)


def post(site: Site, path: str, **values: str) -> tuple[int, str]:
    """Send the form of a page; status, and where it leads or what it says."""
    response = site.client.post(path, data={"token": form_token(site.client, path), **values})
    return response.status_code, response.headers.get("location") or response.text


def test_the_first_password_is_changed_before_anything_else(site: Site) -> None:
    """Stories 25: a one-time password leads to its change, on every address."""
    password = staff.create(site.app.kit, site.admin, "rina", "Rina", [Role.PETUGAS])
    data = {"token": form_token(site.client), "username": "rina", "password": password}
    site.client.post("/console/login", data=data)
    assert site.client.get("/console/riwayat").headers["location"] == "/console/sandi?ke=/console/riwayat"
    new = "sandi-milik-rina"
    assert "berbeda" in post(site, "/console/sandi", current=password, new=password, again=password)[1]
    assert post(site, "/console/sandi", current=password, new=new, again=new)[0] == 200
    assert site.client.get("/console/riwayat").status_code == 200


def test_enrolling_then_a_code_on_a_new_device(site: Site) -> None:
    """Stories 25: key as text and link, recovery codes shown once, one code a device."""
    log_in(site.client)
    page = site.client.get("/console/dua-langkah").text
    found = re.search(r'class="key">([A-Z2-7 ]+)<', page)
    assert found
    assert "otpauth://totp/" in page
    secret = found[1].replace(" ", "")
    status, said = post(site, "/console/dua-langkah", code=code_at(secret, step_of(site.clock.now)))
    codes = re.findall(r"<li><code>([a-z2-7-]+)</code>", said)
    assert (status, len(codes)) == (200, 8)

    site.clock.advance(60)
    other = TestClient(site.web, base_url=HOME, follow_redirects=False)
    log_in(other)
    assert other.get("/console/").headers["location"] == "/console/kode"
    assert other.get(SOCKET + "polling").status_code == 401
    token = form_token(other, "/console/kode")
    assert "Kode salah" in other.post("/console/kode", data={"token": token, "code": "000000"}).text
    proved = other.post("/console/kode?ke=/console/riwayat", data={"token": token, "code": codes[0]})
    assert proved.headers["location"] == "/console/riwayat"
    assert "max-age=2592000" in next(c.lower() for c in proved.headers.get_list("set-cookie") if "pst_device" in c)
    assert other.get("/console/").status_code == 200
    log_in(other)
    assert other.get("/console/").status_code == 200  # the same device is not asked again


def test_an_office_may_oblige_its_admins(site: Site) -> None:
    """`wajib_dua_langkah`: an admin without a second factor reaches nothing but its enrolment."""
    kit = site.app.kit
    office = replace(kit.office, two_steps_required=True)
    object.__setattr__(kit, "live", LiveOffice(kit.uow, kit.clock, office, kit.texts, kit.hours.holidays))
    data = {"token": form_token(site.client), "username": "admin", "password": "kata-sandi-admin"}
    site.client.post("/console/login", data=data)
    assert site.client.get("/console/").headers["location"] == "/console/dua-langkah"


def test_the_screen_locks_and_opens_with_the_pin(site: Site) -> None:
    """Stories 25: ten minutes; the page one was on comes back."""
    screen.set_pin(site.app.kit, officer(site), OFFICER_PASSWORD, PIN)
    log_in(site.client)
    site.clock.advance(10 * 60)
    assert site.client.get("/console/riwayat").headers["location"] == "/console/kunci?ke=/console/riwayat"
    assert site.client.get(SOCKET + "polling").status_code == 401
    lock = site.client.get("/console/kunci").text
    assert "Budi Santoso" in lock
    assert 'inputmode="numeric"' in lock
    assert "salah" in post(site, "/console/kunci", secret="1111")[1]
    assert post(site, "/console/kunci?ke=/console/riwayat", secret=PIN) == (303, "/console/riwayat")
    assert site.client.get("/console/riwayat").status_code == 200


def test_a_locked_screen_still_tells_that_people_wait(site: Site) -> None:
    """Stories 6: a locked computer must not hide the queue; a number alone is shown, and only to who serves."""
    log_in(site.client)
    site.clock.advance(10 * 60)
    assert "lock.js" in site.client.get("/console/kunci").text
    assert site.client.get("/console/kunci/menunggu").json() == {"waiting": 0, "newest": 0}
    accounts.create_officer(site.app.kit, site.admin, "kepala", "Kepala", "kata-sandi-1", [Role.PIMPINAN])
    token = accounts.log_in(site.app.kit, "kepala", "kata-sandi-1", "test")
    other = TestClient(site.web, base_url=HOME, follow_redirects=False, cookies={"pst_session": token})
    assert other.get("/console/kunci/menunggu").json() == {"waiting": 0, "newest": 0}
    site.client.cookies.clear()
    assert site.client.get("/console/kunci/menunggu").status_code == 303


def test_keys_and_pointers_keep_the_screen_open(site: Site) -> None:
    """The page's script tells of them; polling alone does not."""
    log_in(site.client)
    for _ in range(3):
        site.clock.advance(9 * 60)
        assert site.client.post("/console/hadir", headers={"Origin": HOME}).status_code == 204
    site.clock.advance(10 * 60)
    assert site.client.post("/console/hadir", headers={"Origin": HOME}).status_code == 401


def test_two_officers_share_one_computer(site: Site) -> None:
    """Stories 25: changing users takes one PIN; who leaves is locked at once."""
    kit = site.app.kit
    accounts.create_officer(kit, site.admin, "rina", "Rina <b>", "kata-sandi-rina")
    rina = accounts.authenticate(kit, accounts.log_in(kit, "rina", "kata-sandi-rina", "test"))
    screen.set_pin(kit, officer(site), OFFICER_PASSWORD, PIN)
    screen.set_pin(kit, rina, "kata-sandi-rina", "8264")
    log_in(site.client)
    his = site.client.cookies["pst_session"]
    data = {"token": form_token(site.client), "username": "rina", "password": "kata-sandi-rina"}
    site.client.post("/console/login", data=data)
    assert accounts.standing(kit, his).step is not None

    page = site.client.get("/console/ganti").text
    assert "Budi Santoso" in page
    assert "Rina" not in page
    assert "salah" in post(site, "/console/ganti", username=OFFICER, pin="8264")[1]
    assert post(site, "/console/ganti", username=OFFICER, pin=PIN) == (303, "/console/")
    assert site.client.cookies["pst_session"] == his
    assert "Rina &lt;b&gt;" in site.client.get("/console/ganti").text
    data = {"token": form_token(site.client, "/console/pin")}
    assert site.client.post("/console/keluar", data=data).headers["location"] == "/console/ganti"


def test_nobody_changes_to_a_user_who_is_not_here(site: Site) -> None:
    """A name alone opens nothing: only sessions of this very browser can come back."""
    screen.set_pin(site.app.kit, officer(site), OFFICER_PASSWORD, PIN)
    data = {"token": form_token(site.client), "username": OFFICER, "pin": PIN}
    assert site.client.post("/console/ganti", data=data).headers["location"] == "/console/login"


PINS = [
    pytest.param("12", "12", OFFICER_PASSWORD, "4 sampai 6 angka", id="too short"),
    pytest.param("1234", "1234", OFFICER_PASSWORD, "mudah ditebak", id="a row"),
    pytest.param(PIN, "7392", OFFICER_PASSWORD, "tidak sama", id="mistyped"),
    pytest.param(PIN, PIN, "salah", "Sandi sekarang salah", id="wrong password"),
    pytest.param(PIN, PIN, OFFICER_PASSWORD, "PIN sudah disimpan", id="right"),
]


@pytest.mark.parametrize(("pin", "again", "password", "said"), PINS)
def test_a_refused_pin_says_why(site: Site, pin: str, again: str, password: str, said: str) -> None:
    """Errors say what to do."""
    log_in(site.client)
    assert said in post(site, "/console/pin", pin=pin, again=again, password=password)[1]


@pytest.mark.parametrize("path", ["/console/kode", "/console/kunci", "/console/ganti", "/console/pin"])
def test_forged_forms_are_refused(site: Site, path: str) -> None:
    """Cross-site request forgery: each form needs its token."""
    secret = second_factor.begin_enrolment(site.app.kit, officer(site)).secret
    log_in(site.client)
    data = {"token": "x", "code": secret, "secret": PIN, "pin": PIN}
    assert site.client.post(path, data=data).status_code == 403
