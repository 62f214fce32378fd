"""Every way a sending can end."""

import httpx
import pytest

from bot.channels.base import Refused, SendResult, Sent, Unclear
from bot.core.sending import Failure
from tests.channels.engine import OutgoingCase, check_outgoing, outgoing
from tests.channels.provider import Answer, Asked
from tests.channels.telegram.rows import BUDI, SECRETS, api, make, ok, refused

BODY = {"chat_id": "1000000001", "text": "Halo kakak", "link_preview_options": {"is_disabled": True}}


def row(label: str, answer: Answer, result: SendResult) -> OutgoingCase:
    return OutgoingCase(
        label=label,
        outgoing=outgoing("Halo kakak"),
        address=BUDI,
        answers=(answer,),
        requests=(Asked(method="POST", url=api("sendMessage"), json=BODY),),
        result=result,
    )


REFUSED = [
    row(
        "told to wait",
        refused(429, "Too Many Requests: retry after 5", retry_after=5),
        Refused(Failure.THROTTLED, "http_429", 5),
    ),
    row("told to wait, not how long", refused(429, "Too Many Requests"), Refused(Failure.THROTTLED, "http_429")),
    row(
        "a wait of days is none",
        refused(429, "Too Many Requests", retry_after=400_000),
        Refused(Failure.THROTTLED, "http_429", 3600),
    ),
    row(
        "the wait in the header, from somebody in between",
        httpx.Response(429, text="slow down", headers={"Retry-After": "7"}),
        Refused(Failure.THROTTLED, "http_429", 7),
    ),
    row("blocked", refused(403, "Forbidden: bot was blocked by the user"), Refused(Failure.BLOCKED, "403_blocked")),
    row(
        "account deleted",
        refused(403, "Forbidden: user is deactivated"),
        Refused(Failure.BLOCKED, "403_deactivated"),
    ),
    row(
        "never pressed Mulai",
        refused(403, "Forbidden: bot can't initiate conversation with a user"),
        Refused(Failure.BLOCKED, "403_not_started"),
    ),
    row(
        "forbidden for another reason",
        refused(403, "Forbidden: bots can't send messages to bots"),
        Refused(Failure.UNDELIVERABLE, "http_403"),
    ),
    row(
        "no such chat",
        refused(400, "Bad Request: chat not found"),
        Refused(Failure.UNDELIVERABLE, "400_chat_not_found"),
    ),
    row("our form is wrong", refused(400, "Bad Request: BUTTON_DATA_INVALID"), Refused(Failure.REJECTED, "http_400")),
    row(
        "its sentence may quote the message: only the code is kept",
        refused(400, "Bad Request: can't parse Halo kakak"),
        Refused(Failure.REJECTED, "http_400"),
    ),
    row(
        "an empty file",
        refused(400, "Bad Request: file must be non-empty"),
        Refused(Failure.FILE_UNUSABLE, "400_file_empty"),
    ),
    row("larger than the server takes", httpx.Response(413), Refused(Failure.FILE_UNUSABLE, "http_413")),
    row("token revoked", refused(401, "Unauthorized"), Refused(Failure.ACCOUNT, "http_401")),
    row("token that is none", refused(404, "Not Found"), Refused(Failure.ACCOUNT, "http_404")),
    row(
        "pollers in each other's way",
        refused(409, "Conflict: terminated by other getUpdates request"),
        Refused(Failure.PROVIDER_ERROR, "http_409"),
    ),
    row("Telegram is down", refused(500, "Internal Server Error"), Refused(Failure.PROVIDER_ERROR, "http_500")),
    row("Telegram itself says so", refused(502, "Bad Gateway"), Refused(Failure.PROVIDER_ERROR, "http_502")),
    row("down without its envelope", httpx.Response(503, text="down"), Refused(Failure.PROVIDER_ERROR, "http_503")),
    row(
        "redirects are not followed: they could lead anywhere",
        httpx.Response(302, headers={"Location": "https://example.org/"}),
        Refused(Failure.PROVIDER_ERROR, "http_302"),
    ),
]

NEVER_SENT = [
    row("no connection", httpx.ConnectError("refused"), Refused(Failure.UNREACHABLE, "ConnectError")),
    row("no connection in time", httpx.ConnectTimeout("slow"), Refused(Failure.UNREACHABLE, "ConnectTimeout")),
    row("all connections busy", httpx.PoolTimeout("busy"), Refused(Failure.UNREACHABLE, "PoolTimeout")),
]

UNCLEAR = [
    row("no answer in time", httpx.ReadTimeout("slow"), Unclear()),
    row("broken off while sending", httpx.WriteError("gone"), Unclear()),
    row("broken off before the answer", httpx.RemoteProtocolError("gone"), Unclear()),
    row("somebody in between lost the answer", httpx.Response(502, text="<html>bad gateway</html>"), Unclear()),
    row("the same by its timeout", httpx.Response(504, text="<html>timeout</html>"), Unclear()),
    row("taken, but the answer is cut", httpx.Response(200, content=b'{"ok": true, "resu'), Unclear()),
    row("taken without a number", ok({}), Unclear()),
    row("taken with nothing", ok(True), Unclear()),
    row(
        "packed and broken",
        httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=httpx.ByteStream(b"x")),
        Unclear(),
    ),
    row("taken, with much else", ok({"message_id": 9, "chat": {"id": 1000000001}}), Sent("9")),
]


@pytest.mark.parametrize("case", [*REFUSED, *NEVER_SENT, *UNCLEAR], ids=lambda case: case.label)
def test_end(case: OutgoingCase) -> None:
    """Platforms 2: each way a sending ends has its remedy, and what may have arrived is never sent twice."""
    check_outgoing(make, case, SECRETS)
