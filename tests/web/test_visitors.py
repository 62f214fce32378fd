"""The walk-in page, the screen and the rating, as a browser without scripts meets them (stories 18)."""

import re

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.core.accounts import Actor
from bot.core.consultations import Category
from bot.core.day_code import DayCodes
from bot.core.visits import Visit
from bot.services import accounts, visit_views, visits
from bot.store.ratings import rating
from tests.visitors import TYPED, wib
from tests.web.conftest import HOME, OFFICER, OFFICER_PASSWORD, Site

HOSTILE = '<img src=x onerror=alert(1)>"\u202e'


def code_of(site: Site) -> str:
    codes = DayCodes.from_secret(site.app.settings.rasa_secret.value)
    return codes.code_of(site.clock.now.astimezone(site.app.kit.office.timezone).date())


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))


def filled(site: Site, **typed: str) -> dict[str, str]:
    """A form as the browser would send it."""
    page = site.client.get(f"/tamu?k={code_of(site)}")
    assert page.status_code == 200
    return {**hidden(page.text), **TYPED, **typed}


def officer(site: Site) -> Actor:
    kit = site.app.kit
    return accounts.authenticate(kit, accounts.log_in(kit, OFFICER, OFFICER_PASSWORD, "test"))


def stored(site: Site) -> list[Visit]:
    return [row.visit for row in visit_views.board(site.app.kit, officer(site)).rows]


def test_a_visitor_registers(site: Site) -> None:
    """4.1, 24d: with nobody before, no number: the locker, then the desk."""
    page = site.client.post("/tamu", data=filled(site))
    assert page.status_code == 200
    assert "Tas dititipkan di loker, lalu silakan menemui petugas." in page.text
    assert "Nomor antrean" not in page.text
    [visit] = stored(site)
    assert (visit.guest.name, visit.guest.email, visit.has_email) == ("Siti Aminah", TYPED["email"], True)


def test_the_second_visitor_has_a_number(site: Site) -> None:
    """Stories 18: the sentence with number and locker."""
    site.client.post("/tamu", data=filled(site))
    page = site.client.post("/tamu", data=filled(site, name="Joko"))
    assert "Nomor antrean 2. Tas dititipkan di loker, lalu silakan menemui petugas." in page.text


def test_an_impatient_press_draws_one_number(site: Site) -> None:
    """A form sent twice is one visit."""
    form = filled(site)
    pages = [site.client.post("/tamu", data=form) for _ in range(3)]
    assert {page.status_code for page in pages} == {200}
    assert len(stored(site)) == 1


@pytest.mark.parametrize("path", ["/tamu", "/tamu/layar"])
@pytest.mark.parametrize("code", ["", "AAAAAA", "\x00", "A" * 5_000, HOSTILE])
def test_without_the_code_of_the_day_nothing_opens(site: Site, path: str, code: str) -> None:
    """Stories 18: nobody draws numbers from home, and who is inside is not shown."""
    page = site.client.get(path, params={"k": code})
    assert page.status_code == 403
    assert "ketik kode hari ini" in page.text
    assert "<img src=x" not in page.text
    assert 'name="name"' not in page.text


def test_yesterdays_code_draws_nothing(site: Site) -> None:
    """A form left open overnight is refused by its code."""
    form = filled(site)
    site.clock.advance(24 * 3600)
    assert site.client.post("/tamu", data=form).status_code == 403
    assert stored(site) == []


def test_after_hours_the_page_says_when_it_opens(site: Site) -> None:
    """3.1, 3.6: no number at 15.30; the next opening is named."""
    form = filled(site)
    site.clock.now = wib(site.app.kit, "2026-11-23 15:30")
    for page in (site.client.post("/tamu", data=form), site.client.get(f"/tamu?k={code_of(site)}")):
        assert page.status_code == 409
        assert "Selasa, 24 November pukul 08.00 WIB" in page.text
    assert stored(site) == []


def test_what_is_wrong_is_explained_and_nothing_lost(site: Site) -> None:
    """Issue 4: invalid answers are explained, all at once; what was right stays."""
    form = filled(site, name="", email="siti", consent="", need="data penduduk")
    page = site.client.post("/tamu", data=form)
    assert page.status_code == 422
    for words in ("Tulis nama Anda.", "belum lengkap", "Centang persetujuan", "data penduduk"):
        assert words in page.text
    assert page.text.count('aria-invalid="true"') == 3
    assert "autofocus" in page.text
    fixed = {**form, **hidden(page.text), "name": "Siti", "email": "", "no_email": "ya", "consent": "ya"}
    assert site.client.post("/tamu", data=fixed).status_code == 200
    assert [visit.has_email for visit in stored(site)] == [False]


def test_a_likely_slip_in_the_email_is_asked_about_once(site: Site) -> None:
    """8.1: gmial.com is asked about; sent again it is taken."""
    form = filled(site, email="siti@gmial.com")
    page = site.client.post("/tamu", data=form)
    assert "Maksud Anda siti@gmail.com?" in page.text
    assert site.client.post("/tamu", data={**form, **hidden(page.text)}).status_code == 200


@pytest.mark.parametrize("field", ["name", "need", "email", "institution", "phone", "institution_category", "d", "key"])
def test_markup_stays_text(site: Site, field: str) -> None:
    """Bad input: whatever is typed comes back as text, in attributes too."""
    page = site.client.post("/tamu", data=filled(site, **{field: HOSTILE, "consent": ""}))
    assert "<img src=x" not in page.text
    assert not re.search(r'value="[^"]*"\u202e', page.text)


def test_ten_thousand_letters_get_a_clear_page(site: Site) -> None:
    """Bad input: too long is said, whether the field or the whole form."""
    page = site.client.post("/tamu", data=filled(site, name="a" * 10_000))
    assert (page.status_code, "paling panjang 100" in page.text) == (422, True)
    page = site.client.post("/tamu", data=filled(site, need="ا" * 20_000))
    assert (page.status_code, "Isian terlalu panjang" in page.text) == (413, True)
    assert stored(site) == []


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_forged_form_draws_nothing_and_an_old_one_loses_nothing(site: Site, token: str) -> None:
    """Cross-site forgery is refused; for a person whose form got old, one press more is enough."""
    page = site.client.post("/tamu", data=filled(site, token=token))
    assert page.status_code == 403
    assert "silakan tekan tombolnya sekali lagi" in page.text
    assert "Siti Aminah" in page.text
    assert stored(site) == []
    assert site.client.post("/tamu", data={**filled(site), **hidden(page.text)}).status_code == 200


def test_another_browsers_form_is_refused(site: Site) -> None:
    """The token is tied to the browser's cookie."""
    form = filled(site)
    other = TestClient(site.web, base_url=HOME, follow_redirects=False)
    assert other.post("/tamu", data=form).status_code == 403


def test_too_many_numbers_are_slowed_down(site: Site) -> None:
    """Stories 18: with the code, too, nobody draws a thousand numbers."""
    statuses = [site.client.post("/tamu", data=filled(site, name="Nama" + "x" * n)).status_code for n in range(29)]
    assert set(statuses) == {200}
    page = site.client.get(f"/tamu?k={code_of(site)}")
    while page.status_code == 200:
        page = site.client.get(f"/tamu?k={code_of(site)}")
    assert page.status_code == 429
    assert int(page.headers["retry-after"]) > 0
    assert "Tunggu" in page.text


def test_a_tablet_offers_nothing_of_the_one_before(site: Site) -> None:
    """A shared tablet: the browser fills nothing in, and goes back to an empty form by itself."""
    page = site.client.get(f"/tamu?k={code_of(site)}&d=tablet")
    assert re.search(r"<form[^>]* autocomplete=off", page.text)
    assert 'autocomplete="name"' not in page.text
    done = site.client.post("/tamu", data={**hidden(page.text), **TYPED})
    assert f'http-equiv="refresh" content="20;url=/tamu?k={code_of(site)}&amp;d=tablet"' in done.text
    assert "/tamu/nilai/" not in done.text


def test_the_screen_shows_numbers_and_no_names(site: Site) -> None:
    """Stories 18: who is inside is not public."""
    for name in ("Siti", "Joko"):
        site.client.post("/tamu", data=filled(site, name=name))
    visits.start(site.app.kit, officer(site), stored(site)[0].id)
    page = site.client.get(f"/tamu/layar?k={code_of(site)}").text
    assert re.findall(r"<li>(\d+)</li>", page) == ["1", "2"]
    assert "Siti" not in page
    assert "Joko" not in page
    assert 'http-equiv="refresh"' in page


def rate(site: Site, address: str, **typed: str) -> int:
    """Open the page, choose, send; the status of the answer."""
    return site.client.post(address, data={**hidden(site.client.get(address).text), **typed}).status_code


def test_a_visitor_rates_on_the_own_phone(site: Site) -> None:
    """4.6, stories 15: after the consultation, once, apart."""
    done = site.client.post("/tamu", data=filled(site))
    found = re.search(r'href="(/tamu/nilai/\w+)"', done.text)
    assert found
    address = found[1]
    early = site.client.get(address)
    assert (early.status_code, "setelah konsultasi dimulai" in early.text) == (409, True)
    actor, [visit] = officer(site), stored(site)
    visits.start(site.app.kit, actor, visit.id)
    visits.end(site.app.kit, actor, visit.id, Category.DATA)
    assert rate(site, address) == 422
    assert rate(site, address, score="9") == 422
    assert rate(site, address, score="4", remark="<b>" + "x" * 600) == 422
    assert rate(site, address, score="3", remark="ramah") == 200
    assert site.client.get(address).status_code == 404
    with site.app.engine.connect() as connection:
        rows = connection.execute(select(rating.c.month, rating.c.channel, rating.c.score, rating.c.remark)).all()
    assert [tuple(row) for row in rows] == [("2026-11", "langsung", 3, "ramah")]


def test_a_rating_from_another_site_is_refused(site: Site) -> None:
    """Cross-site forgery: without the browser's token nothing is stored."""
    site.client.post("/tamu", data=filled(site))
    [visit] = stored(site)
    visits.start(site.app.kit, officer(site), visit.id)
    page = site.client.post(f"/tamu/nilai/{visit.rating_code}", data={"score": "1"})
    assert page.status_code == 403
    assert [each.rated for each in stored(site)] == [False]


def test_a_rating_code_may_be_typed(site: Site) -> None:
    """Without a camera: the code goes into a field; hostile ones lead to a clear page."""
    assert "Kode penilaian dari petugas" in site.client.get("/tamu/nilai").text
    assert site.client.get("/tamu/nilai?kode=ab-cd ef").headers["location"] == "/tamu/nilai/abcdef"
    for hostile in ("AAAAAAAAAA", "%00", "%3Cb%3E"):
        page = site.client.get(f"/tamu/nilai/{hostile}")
        assert (page.status_code, "tidak berlaku" in page.text) == (404, True)


@pytest.mark.parametrize("path", ["", "/layar", "/nilai"])
def test_the_pages_are_small_strict_and_alone(site: Site, path: str) -> None:
    """Under 30 kB with the sheet, nothing inline, no script at all, in no other site's frame, never cached."""
    page = site.client.get(f"/tamu{path}?k={code_of(site)}")
    sheet = site.client.get("/tamu/tamu.css")
    assert len(page.content) + len(sheet.content) < 30_000
    assert not re.search(r"<script|<style|\son\w+=|\sstyle=", page.text)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert "$" not in page.text


def test_nobody_is_asked_for_an_identity_card(site: Site) -> None:
    """2.2, 8.1: NIK and KTP are never asked for; the page says so."""
    page = site.client.get(f"/tamu?k={code_of(site)}").text
    assert "NIK dan KTP tidak diminta" in page
    assert not re.search(r'name="(nik|ktp)"', page)
