"""The pages of the office's day and texts, as they are sent (stories 14, 20, 23)."""

from datetime import date

from bot.core.accounts import Role
from bot.core.office import ClosureReason
from bot.services import office_texts, service_day
from tests.web.conftest import Site
from tests.web.test_places import browser


def test_the_hours_page_shows_what_stands(site: Site) -> None:
    """stories 20: today, the week, special days that are not over, the holidays of two years."""
    service_day.set_weekly_hours(site.app.kit, site.admin, {"senin": ["08.00-11.00", "13.00-15.30"]})
    for day in (date(2026, 11, 24), date(2026, 12, 1)):
        service_day.add_special(site.app.kit, site.admin, first=day, last=None, hours=[], message="<i>Rapat</i> kerja")
    site.clock.advance(2 * 86_400)
    page = browser(site, "kepala", Role.ADMIN).get("/console/jam").text
    assert "08.00-11.00, 13.00-15.30" in page
    assert "Selasa, 1 Desember 2026" in page
    assert "Selasa, 24 November 2026" not in page
    assert "Jumat, 25 Desember: Hari Raya Natal" in page
    assert "Jumat, 26 Maret: Wafat Yesus Kristus" in page
    assert "<i>Rapat" not in page


def test_hostile_names_stay_text_on_the_roster(site: Site) -> None:
    """An officer's name is shown as it was typed, on the roster and among those on duty."""
    client = browser(site, "iseng", Role.ADMIN, Role.PETUGAS)
    with site.app.kit.uow.read() as uow:
        iseng = next(user.id for user in uow.users.all() if user.username == "iseng")
    service_day.set_roster(site.app.kit, site.admin, {"senin": [iseng]})
    for address in ("/console/jam", "/console/darurat"):
        page = client.get(address).text
        assert "Piket hari ini: Iseng" in page
        assert "<b>x</b>" not in page


def test_the_closing_page_follows_the_state(site: Site) -> None:
    """stories 14: reasons while open, *Buka kembali* while closed, neither when the day is over anyway."""
    client = browser(site, "rina", Role.PETUGAS)
    assert "Listrik atau internet padam" in client.get("/console/darurat").text
    service_day.close_now(site.app.kit, site.admin, ClosureReason.UPACARA)
    closed = client.get("/console/darurat").text
    assert "Buka kembali" in closed
    assert "Pelayanan hari ini sudah berhenti karena upacara." in closed
    service_day.reopen_now(site.app.kit, site.admin)
    site.clock.advance(8 * 3600)
    over = browser(site, "tono", Role.PETUGAS).get("/console/darurat").text
    assert "tidak ada yang perlu ditutup" in over
    assert "Banjir" not in over


def test_the_texts_page_shows_own_words_as_text(site: Site) -> None:
    """stories 23: grouped by the file's headings; markup in a sentence means nothing."""
    office_texts.set_text(site.app.kit, site.admin, "utter_ya", "Siap <script>x()</script>.")
    page = browser(site, "kepala", Role.ADMIN).get("/console/teks").text
    assert "Antrean petugas" in page
    assert "Bukan urusan BPS" in page
    assert "diubah" in page
    assert "<script>x()" not in page
