"""The survey's page: nine elements, nothing lost when one is missing, once a link (service_rules 9)."""

import re
from datetime import date

from bot.services import skm
from tests.web.conftest import Site

WHOLE = {f"u{number}": "4" for number in range(1, 10)}


def opened(site: Site) -> str:
    survey = skm.open_period(site.app.kit, site.admin, "SKM <2026>", date(2026, 11, 1), date(2026, 11, 30))
    (token,) = skm.issue_links(site.app.kit, site.admin, survey.id, 1)
    return f"/skm/{token}"


def token_in(page: str) -> str:
    found = re.search(r'name="token" value="(\w+)"', page)
    assert found
    return found[1]


def test_answered_once(site: Site) -> None:
    """rules 9.2, 9.6: the whole form by link, once a token."""
    address = opened(site)
    page = site.client.get(address).text
    assert page.count("<fieldset>") == 9
    assert "SKM &lt;2026&gt;" in page
    sent = site.client.post(address, data={**WHOLE, "token": token_in(page), "saran": "baik"})
    assert sent.status_code == 200
    assert "Terima kasih" in sent.text
    assert site.client.get(address).status_code == 409
    assert site.client.post(address, data=WHOLE).status_code == 409


def test_incomplete_keeps_what_was_chosen(site: Site) -> None:
    """rule 9.6: an incomplete form is refused; bad input loses no typed text."""
    address = opened(site)
    token = token_in(site.client.get(address).text)
    values = {**WHOLE, "token": token, "saran": "parkir <sempit>"}
    del values["u5"]
    refused = site.client.post(address, data=values)
    assert refused.status_code == 422
    assert "Mohon pilih jawaban di semua bagian." in refused.text
    assert refused.text.count(" checked") == 8
    assert "parkir &lt;sempit&gt;" in refused.text
    assert site.client.get(address).status_code == 200


def test_forged_and_unknown(site: Site) -> None:
    """CSRF: a form without our token is refused and loses no answer; an unknown link is told so."""
    address = opened(site)
    site.client.get(address)
    stale = site.client.post(address, data={**WHOLE, "token": "x", "saran": "parkir <sempit>"})
    assert stale.status_code == 403
    assert stale.text.count(" checked") == 9
    assert "parkir &lt;sempit&gt;" in stale.text
    assert "tekan Kirim sekali lagi" in stale.text
    assert site.client.get(address).status_code == 200
    assert site.client.get("/skm/tidak-ada").status_code == 404
    assert "script-src" not in site.client.get(address).headers["content-security-policy"]
