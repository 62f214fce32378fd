"""The guest book's file: who gets it, and how a browser takes it (stories 18)."""

import pytest
from starlette.testclient import TestClient

from bot.core.accounts import Role
from bot.services import accounts, visits
from tests.visitors import guest
from tests.web.conftest import HOME, OFFICER, OFFICER_PASSWORD, Site
from tests.web.test_login import form_token, log_in

ADDRESS = "/console/tamu/ekspor?dari=2026-11-01&sampai=2026-11-30"


def test_an_officer_downloads_it(site: Site) -> None:
    """CSV to save, never kept by a cache on the way."""
    kit = site.app.kit
    actor = accounts.authenticate(kit, accounts.log_in(kit, OFFICER, OFFICER_PASSWORD, "test"))
    visits.register_visitor(kit, actor, guest())
    log_in(site.client)
    answer = site.client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="buku-tamu-20261101-20261130.csv"'
    assert answer.headers["cache-control"] == "no-store"
    assert "Siti Aminah" in answer.content.decode("utf-8-sig")


def test_strangers_are_sent_to_the_login(site: Site) -> None:
    """No session, no names."""
    assert site.client.get(ADDRESS).status_code == 303


def test_a_role_without_it_is_refused(site: Site) -> None:
    """The head and the editors need no names."""
    accounts.create_officer(site.app.kit, site.admin, "sari", "Sari", OFFICER_PASSWORD, (Role.PIMPINAN, Role.KONTEN))
    client = TestClient(site.web, base_url=HOME, follow_redirects=False)
    data = {"token": form_token(client), "username": "sari", "password": OFFICER_PASSWORD}
    assert client.post("/console/login", data=data).status_code == 303
    assert client.get(ADDRESS).status_code == 403
    for page in ("/console/tamu", "/console/portal"):
        assert "Akun ini tidak dapat membuka halaman ini" in client.get(page).text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("dari=2026-11-30&sampai=2026-11-01", 422),
        ("dari=2020-01-01&sampai=2026-11-01", 422),
        ("dari=kemarin&sampai=2026-11-01", 400),
        ("", 400),
    ],
)
def test_wrong_days_are_explained(site: Site, query: str, status: int) -> None:
    """A range the wrong way round, too long, or none: a refusal with words, never a fault."""
    log_in(site.client)
    answer = site.client.get(f"/console/tamu/ekspor?{query}")
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
