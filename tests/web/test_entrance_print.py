"""The day's page for the entrance on paper."""

from bot.web.qr import qr_svg
from tests.web.conftest import HOME, Site
from tests.web.test_login import log_in
from tests.web.test_reports import as_head
from tests.web.test_visitors import code_of


def test_the_entrance_is_printed_with_the_days_code(site: Site) -> None:
    """Stories 18: the QR carries the day code and opens the form; tomorrow's page carries another one."""
    assert site.client.get("/console/tamu/cetak").status_code == 303
    assert log_in(site.client) == 303
    first = code_of(site)
    page = site.client.get("/console/tamu/cetak")
    assert qr_svg(f"{HOME}/tamu?k={first}", "Daftar kunjungan") in page.text
    assert f"<b>{first}</b>" in page.text
    assert "Berlaku Senin, 23 November saja." in page.text
    site.clock.advance(24 * 3600)
    assert first not in site.client.get("/console/tamu/cetak").text


def test_the_entrance_is_the_officers_to_print(site: Site) -> None:
    """Issue 4, point 6: a head of office without the role petugas does not get the day's code."""
    as_head(site)
    assert site.client.get("/console/tamu/cetak").status_code == 403
