"""Login, logout and passwords of the console."""

import re

import pytest
from starlette.testclient import TestClient

from bot.web.console.forms import safe_target
from tests.web.conftest import HOME, OFFICER, OFFICER_PASSWORD, Site


def form_token(client: TestClient, path: str = "/console/login") -> str:
    """The hidden token of a form, as the browser would send it back."""
    found = re.search(r'name="token" value="(\w+)"', client.get(path).text)
    assert found
    return found[1]


def log_in(client: TestClient, password: str = OFFICER_PASSWORD, path: str = "/console/login") -> int:
    """Log in as the officer through the form; the status of the answer."""
    data = {"token": form_token(client, path), "username": OFFICER, "password": password}
    return client.post(path, data=data).status_code


def test_an_officer_logs_in_and_reaches_the_queue(site: Site) -> None:
    """Design: the console stands under /console of the same app."""
    assert log_in(site.client) == 303
    page = site.client.get("/console/")
    assert page.status_code == 200
    assert "Antrean" in page.text


def test_the_cookie_is_out_of_reach(site: Site) -> None:
    """Scripts cannot read it, other sites cannot send it; on http it has no __Host- prefix."""
    response = site.client.post(
        "/console/login",
        data={"token": form_token(site.client), "username": OFFICER, "password": OFFICER_PASSWORD},
    )
    cookie = next(c for c in response.headers.get_list("set-cookie") if c.startswith("pst_session="))
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()
    assert "secure" not in cookie.lower()


def test_on_https_the_cookie_is_bound_to_the_host(site: Site) -> None:
    """__Host- and Secure exist on https only."""
    client = TestClient(site.web, base_url="https://pst.test", follow_redirects=False)
    data = {"token": form_token(client), "username": OFFICER, "password": OFFICER_PASSWORD}
    response = client.post("/console/login", data=data)
    cookie = next(c for c in response.headers.get_list("set-cookie") if c.startswith("__Host-pst_session="))
    assert "secure" in cookie.lower()
    assert "path=/;" in cookie.lower()


def test_the_session_changes_with_every_login(site: Site) -> None:
    """Against session fixation: a new cookie, and the old one opens nothing."""
    log_in(site.client)
    before = site.client.cookies["pst_session"]
    log_in(site.client)
    assert site.client.cookies["pst_session"] != before
    old = TestClient(site.web, base_url=HOME, follow_redirects=False, cookies={"pst_session": before})
    assert old.get("/console/").status_code == 303


@pytest.mark.parametrize("username", [OFFICER, "tidak-ada", "\x00", "a" * 300], ids=["wrong", "unknown", "NUL", "long"])
def test_a_refusal_tells_nothing(site: Site, username: str) -> None:
    """Whether the account exists stays unknown; nothing hostile becomes a 500."""
    data = {"token": form_token(site.client), "username": username, "password": "salah"}
    response = site.client.post("/console/login", data=data)
    assert response.status_code == 401
    assert "Nama pengguna atau sandi salah." in response.text


def test_what_was_typed_comes_back_as_text(site: Site) -> None:
    """The user name is shown again, escaped."""
    data = {"token": form_token(site.client), "username": '"><script>x', "password": "salah"}
    response = site.client.post("/console/login", data=data)
    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


def test_too_many_failures_are_slowed_down(site: Site) -> None:
    """Throttle by user and address: a clear page with the minutes, and the right password waits too."""
    for _ in range(5):
        assert log_in(site.client, "salah") == 401
    data = {"token": form_token(site.client), "username": OFFICER, "password": OFFICER_PASSWORD}
    response = site.client.post("/console/login", data=data)
    assert response.status_code == 429
    assert "Coba lagi dalam 15 menit" in response.text
    assert int(response.headers["retry-after"]) > 0
    site.clock.advance(15 * 60 + 1)
    assert log_in(site.client) == 303


FORGED = [
    pytest.param({}, id="no token"),
    pytest.param({"token": "0" * 64}, id="a made-up token"),
]


@pytest.mark.parametrize("data", FORGED)
def test_a_form_that_is_not_ours_is_refused(site: Site, data: dict[str, str]) -> None:
    """Cross-site request forgery: a login needs the token of the form shown to this browser."""
    form_token(site.client)
    data = {**data, "username": OFFICER, "password": OFFICER_PASSWORD}
    assert site.client.post("/console/login", data=data).status_code == 403


def test_another_browsers_token_is_refused(site: Site) -> None:
    """The token is tied to the browser's cookie."""
    foreign = form_token(TestClient(site.web, base_url=HOME))
    form_token(site.client)
    data = {"token": foreign, "username": OFFICER, "password": OFFICER_PASSWORD}
    assert site.client.post("/console/login", data=data).status_code == 403


ORIGINS = [
    pytest.param({"Origin": "https://jahat.test"}, 403, id="another site"),
    pytest.param({"Origin": "null"}, 403, id="a sandboxed frame"),
    pytest.param({"Origin": "https://pst.test"}, 403, id="our name, another scheme"),
    pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="the browser says cross-site"),
    pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="a sibling domain"),
    pytest.param({"Origin": HOME, "Sec-Fetch-Site": "same-origin"}, 303, id="ourselves"),
]


@pytest.mark.parametrize(("headers", "code"), ORIGINS)
def test_only_our_own_pages_may_change_something(site: Site, headers: dict[str, str], code: int) -> None:
    """Origin and Sec-Fetch-Site are checked on every state-changing request."""
    data = {"token": form_token(site.client), "username": OFFICER, "password": OFFICER_PASSWORD}
    assert site.client.post("/console/login", data=data, headers=headers).status_code == code


def test_logging_out_ends_the_session(site: Site) -> None:
    """A copied cookie is worthless after logout."""
    log_in(site.client)
    kept = site.client.cookies["pst_session"]
    token = form_token(site.client, "/console/sandi")
    assert site.client.post("/console/keluar", data={"token": token}).headers["location"] == "/console/login"
    again = TestClient(site.web, base_url=HOME, follow_redirects=False, cookies={"pst_session": kept})
    assert again.get("/console/").headers["location"] == "/console/login"


@pytest.mark.parametrize("path", ["/console/keluar", "/console/tampilan"])
def test_a_button_of_an_old_page_says_so(site: Site, path: str) -> None:
    """Issue 4, proof: after *Ganti pengguna* in another tab the bar's buttons give a clear page with the way back."""
    log_in(site.client)
    page = site.client.post(path, data={"token": "x"}, headers={"Origin": HOME, "Accept": "text/html"})
    assert page.status_code == 403
    assert "pengguna di peramban ini berganti" in page.text
    assert 'href="/console/"' in page.text


def test_logging_out_needs_the_form(site: Site) -> None:
    """Another site cannot throw an officer out."""
    log_in(site.client)
    assert site.client.post("/console/keluar", data={"token": "x"}).status_code == 403
    assert site.client.get("/console/").status_code == 200


def test_a_new_password_ends_the_other_sessions(site: Site) -> None:
    """Whoever knew the old password is out; this browser stays in."""
    other = TestClient(site.web, base_url=HOME, follow_redirects=False)
    log_in(other)
    log_in(site.client)
    new = "sandi-baru-yang-panjang"
    data = {"token": form_token(site.client, "/console/sandi"), "current": OFFICER_PASSWORD, "new": new, "again": new}
    assert "Sandi baru sudah disimpan." in site.client.post("/console/sandi", data=data).text
    assert other.get("/console/").status_code == 303
    assert site.client.get("/console/").status_code == 200
    assert log_in(other, new) == 303


WRONG_CHANGES = [
    pytest.param("salah", "sandi-baru-1", "sandi-baru-1", "Sandi sekarang salah.", id="wrong present one"),
    pytest.param(OFFICER_PASSWORD, "pendek", "pendek", "Sandi baru harus", id="too short"),
    pytest.param(OFFICER_PASSWORD, "sandi-baru-1", "sandi-baru-2", "tidak sama", id="mistyped"),
]


@pytest.mark.parametrize(("current", "new", "again", "said"), WRONG_CHANGES)
def test_a_refused_password_says_why(site: Site, current: str, new: str, again: str, said: str) -> None:
    """Errors say what to do."""
    log_in(site.client)
    data = {"token": form_token(site.client, "/console/sandi"), "current": current, "new": new, "again": again}
    response = site.client.post("/console/sandi", data=data)
    assert response.status_code == 422
    assert said in response.text


TARGETS = [
    pytest.param("/console/percakapan/c1", "/console/percakapan/c1", id="a page of ours"),
    pytest.param("/console/laporan?bulan=2026-11", "/console/laporan?bulan=2026-11", id="with its query"),
    pytest.param("https://jahat.test", "/console/", id="another site"),
    pytest.param("/console/x?ke=//jahat.test", "/console/", id="another site in a query"),
    pytest.param("//jahat.test", "/console/", id="another site without scheme"),
    pytest.param("/console//jahat.test", "/console/", id="hidden in the path"),
    pytest.param("/console/\\jahat.test", "/console/", id="a backslash"),
    pytest.param("", "/console/", id="nothing"),
]


@pytest.mark.parametrize(("asked", "given"), TARGETS)
def test_login_leads_into_the_console_only(asked: str, given: str) -> None:
    """No open redirect."""
    assert safe_target(asked) == given


def test_login_leads_back_to_the_page_asked_for(site: Site) -> None:
    """A link in a colleague's message works after login."""
    location = site.client.get("/console/percakapan/c1").headers["location"]
    assert location == "/console/login?ke=/console/percakapan/c1"
    assert log_in(site.client, path=location) == 303


def test_login_leads_back_with_what_was_chosen(site: Site) -> None:
    """A link to one month's report opens that month after login."""
    asked = "/console/laporan?bulan=2026-11&lihat=a%20b"
    location = site.client.get(asked).headers["location"]
    data = {"token": form_token(site.client, location), "username": OFFICER, "password": OFFICER_PASSWORD}
    assert site.client.post(location, data=data).headers["location"] == asked
