"""Nobody without a valid session, and nothing from another site, reaches the console or its socket."""

import asyncio

import pytest
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from bot.core.accounts import Actor, Role
from bot.core.errors import NotLoggedIn
from bot.services import accounts
from bot.services.accounts import Standing
from bot.web.console.guard import ConsoleGuard
from bot.web.security import OwnOrigins
from tests.web.conftest import HOME, Site
from tests.web.test_login import log_in

SOCKET = "/console/_nicegui_ws/socket.io/?EIO=4&transport="
WEBSOCKET = f"ws://pst.test{SOCKET}websocket"
UPGRADE = {"Upgrade": "websocket"}  # socket.io looks for it; starlette's test client leaves it out


@pytest.mark.parametrize(
    "path", ["/console", "/console/", "/console/riwayat", "/console/percakapan/x", "/console/balasan", "/console/sandi"]
)
def test_pages_lead_to_login(site: Site, path: str) -> None:
    """No page of the console without a session."""
    response = site.client.get(path)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/console/login")


HANDSHAKES = [
    pytest.param(True, {"Origin": "https://jahat.test"}, id="another site with the officer's cookie"),
    pytest.param(True, {}, id="no origin at all"),
    pytest.param(False, {"Origin": HOME}, id="our page without a session"),
]


@pytest.mark.parametrize(("logged_in", "headers"), HANDSHAKES)
def test_the_socket_refuses(site: Site, logged_in: bool, headers: dict[str, str]) -> None:
    """NiceGUI accepts any Origin on its websocket: we do not."""
    if logged_in:
        log_in(site.client)
    with (
        pytest.raises(WebSocketDisconnect),
        site.client.websocket_connect(WEBSOCKET, headers={**UPGRADE, **headers}),
    ):
        pass


def test_the_socket_accepts_our_own_page(site: Site) -> None:
    """The same handshake from the console itself works."""
    log_in(site.client)
    with site.client.websocket_connect(WEBSOCKET, headers={**UPGRADE, "Origin": HOME}) as socket:
        assert socket.receive_text().startswith("0{")


def test_polling_is_guarded_too(site: Site) -> None:
    """Socket.io falls back to plain requests."""
    assert site.client.get(SOCKET + "polling").status_code == 401
    log_in(site.client)
    assert site.client.get(SOCKET + "polling").status_code == 200
    refused = site.client.post(SOCKET + "polling&sid=x", content="40", headers={"Origin": "https://jahat.test"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "asal_ditolak")


def test_a_conversation_nobody_brought_to_the_desk_is_unknown(site: Site) -> None:
    """Stories 8: talks with the assistant alone are nobody's reading."""
    log_in(site.client)
    page = site.client.get("/console/percakapan/tidak-ada")
    assert "Percakapan ini tidak ada." in page.text


def test_an_account_without_the_role_sees_no_queue(site: Site) -> None:
    """The check stands in the use case; the page says it kindly."""
    kit = site.app.kit
    accounts.create_officer(kit, site.admin, "kepala", "Kepala Kantor", "kata-sandi-kepala", [Role.KONTEN])
    token = accounts.log_in(kit, "kepala", "kata-sandi-kepala", "test")
    client = TestClient(site.web, base_url=HOME, cookies={"pst_session": token})
    page = client.get("/console/").text
    assert "Akun ini tidak melayani antrean" in page
    assert "Tidak ada yang menunggu" not in page


def test_a_page_that_refreshes_itself_does_not_keep_the_session(site: Site) -> None:
    """An unattended screen is logged out after an hour."""
    log_in(site.client)
    for _ in range(4):
        site.clock.advance(15 * 60)
        site.client.get(SOCKET + "polling")
    assert site.client.get(SOCKET + "polling").status_code == 401


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """A socket that stays open until it is told of a disconnect."""
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        pass


def test_a_revoked_session_loses_its_socket() -> None:
    """Design: a revoked session closes its sockets."""
    looks = iter([True, True, False])

    async def authenticate(_: str) -> Standing:
        if not next(looks):
            raise NotLoggedIn
        return Standing(actor=Actor(id="u1", username="budi", name="Budi", roles=frozenset()), step=None)

    sent: list[Message] = []

    async def scenario() -> None:
        guard = ConsoleGuard(echo, authenticate=authenticate, origins=OwnOrigins(extra=frozenset()), look_s=0)
        incoming = asyncio.Queue[Message]()
        await incoming.put({"type": "websocket.connect"})

        async def send(message: Message) -> None:
            sent.append(message)

        headers = [(b"host", b"pst.test"), (b"origin", b"http://pst.test"), (b"cookie", b"pst_session=t")]
        scope = {"type": "websocket", "scheme": "ws", "path": "/console/_nicegui_ws/x", "headers": headers}
        await guard({**scope, "query_string": b"", "server": ("pst.test", 80)}, incoming.get, send)

    asyncio.run(scenario())
    assert [message["type"] for message in sent] == ["websocket.accept", "websocket.close"]
    assert sent[-1]["code"] == 4401


def test_a_public_origin_is_our_own() -> None:
    """PST_PUBLIC_ORIGIN: behind a proxy the browser names another origin than we see."""
    origins = OwnOrigins(extra=frozenset({"https://tanya.bps.test"}))

    def refuses(origin: bytes) -> bool:
        scope = {"type": "http", "scheme": "http", "path": "/", "query_string": b"", "server": ("x", 80)}
        headers = [(b"host", b"127.0.0.1:8000"), (b"origin", origin), (b"sec-fetch-site", b"same-origin")]
        return origins.refuses(HTTPConnection({**scope, "headers": headers}), must_name_one=False)

    assert not refuses(b"https://tanya.bps.test")
    assert refuses(b"https://lain.bps.test")
