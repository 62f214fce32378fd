"""Rows: what the platform's answers, and their absence, mean for a reply (platforms 1.9)."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.base import Refused, SendResult, Sent, Unclear
from bot.channels.whatsapp.errors import failure_of
from bot.core.conversations import Address
from bot.core.messages import Attachment, AttachmentKind
from bot.core.sending import Failure
from tests.channels.engine import OutgoingCase, check_outgoing, outgoing
from tests.channels.provider import Answer, Asked
from tests.channels.whatsapp.samples import MEDIA_URL, MESSAGES_URL, SARI, SECRETS, whatsapp

WORDS = "Jawaban untuk Sari"
HERE = Path(__file__)
PDF = Attachment(kind=AttachmentKind.DOCUMENT, path=HERE, mime="application/pdf", file_name="tabel.pdf")
GONE = Attachment(kind=AttachmentKind.DOCUMENT, path=HERE / "none", mime="application/pdf", file_name="tabel.pdf")
NO_PATH = Attachment(kind=AttachmentKind.DOCUMENT, mime="application/pdf", file_name="tabel.pdf")
QUOTING = f"{WORDS} to 620000000001 was refused"  # providers quote what they were sent

REQUEST = Asked(
    method="POST",
    url=MESSAGES_URL,
    json={
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": SARI.value,
        "biz_opaque_callback_data": "outbox-1",
        "type": "text",
        "text": {"body": WORDS, "preview_url": False},
    },
)
UPLOAD = Asked(
    method="POST",
    url=MEDIA_URL,
    form={
        "messaging_product": "whatsapp",
        "type": PDF.mime,
        "file": (PDF.file_name, PDF.mime, HERE.read_bytes()),
    },
)


def error(status: int, code: Any, **headers: str) -> httpx.Response:
    body = {"error": {"message": QUOTING, "code": code, "error_data": {"details": QUOTING}, "fbtrace_id": "A1"}}
    return httpx.Response(status, json=body, headers=headers)


def case(label: str, answer: Answer, result: SendResult) -> OutgoingCase:
    return OutgoingCase(
        label=label, outgoing=outgoing(WORDS), address=SARI, answers=(answer,), requests=(REQUEST,), result=result
    )


def upload_case(
    label: str,
    *answers: Answer,
    result: SendResult,
    attachment: Attachment = PDF,
    requests: tuple[Asked, ...] = (UPLOAD,),
) -> OutgoingCase:
    return OutgoingCase(
        label=label,
        outgoing=outgoing(WORDS, attachment=attachment),
        address=SARI,
        answers=answers,
        requests=requests,
        result=result,
    )


ANSWERS = [
    case("taken", httpx.Response(200, json={"messages": [{"id": "wamid.BARU"}]}), Sent("wamid.BARU")),
    case("taken, but the answer cannot be read", httpx.Response(200, content=b"<html>"), Unclear()),
    case("taken, but without an id", httpx.Response(200, json={"messages": []}), Unclear()),
    case("taken, with an id that is none", httpx.Response(200, json={"messages": [{"id": 7}]}), Unclear()),
    case("taken, with messages that are none", httpx.Response(200, json={"messages": [7]}), Unclear()),
    case("taken, and the answer is a list", httpx.Response(200, json=[]), Unclear()),
    case("an error that says 200 is for the statuses to clear up", error(200, 131000), Unclear()),
    case("window closed", error(400, 131047), Refused(Failure.WINDOW_CLOSED, "131047")),
    case("not on WhatsApp", error(400, 131026), Refused(Failure.UNDELIVERABLE, "131026")),
    case("no scoped ids here", error(400, 131062), Refused(Failure.UNDELIVERABLE, "131062")),
    case("blocked by us", error(400, 130403), Refused(Failure.BLOCKED, "130403")),
    case("stopped", error(400, 131050), Refused(Failure.BLOCKED, "131050")),
    case("too fast for one person", error(400, 131056), Refused(Failure.THROTTLED, "131056", 4.0)),
    case(
        "too fast for one person, and a pause is asked for",
        error(429, 131056, **{"retry-after": "9"}),
        Refused(Failure.THROTTLED, "131056", 9.0),
    ),
    case("too fast for all", error(429, 130429), Refused(Failure.THROTTLED, "130429")),
    case("marked as spam", error(400, 131048), Refused(Failure.THROTTLED, "131048")),
    case(
        "429 without a known code",
        httpx.Response(429, headers={"retry-after": "30"}),
        Refused(Failure.THROTTLED, "http_429", 30.0),
    ),
    case(
        "a pause of years is cut",
        httpx.Response(429, headers={"retry-after": "999999999"}),
        Refused(Failure.THROTTLED, "http_429", 3600.0),
    ),
    case(
        "a pause that is no number",
        httpx.Response(429, headers={"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}),
        Refused(Failure.THROTTLED, "http_429"),
    ),
    case("token expired", error(401, 190), Refused(Failure.ACCOUNT, "190")),
    case("unauthorised without a code", httpx.Response(401), Refused(Failure.ACCOUNT, "http_401")),
    case("billing", error(400, 131042), Refused(Failure.ACCOUNT, "131042")),
    case("permission", error(403, 200), Refused(Failure.ACCOUNT, "200")),
    case("our mistake", error(400, 100), Refused(Failure.REJECTED, "100")),
    case("our template's mistake", error(404, 132001), Refused(Failure.REJECTED, "132001")),
    case("a code that we do not know", error(400, 999999), Refused(Failure.REJECTED, "999999")),
    case("a code that is none", error(400, QUOTING), Refused(Failure.REJECTED, "http_400")),
    case("a passing fault with a client's status", error(400, 2), Refused(Failure.PROVIDER_ERROR, "2")),
    case("a fault of theirs", error(500, 131000), Refused(Failure.PROVIDER_ERROR, "131000")),
    case("503", httpx.Response(503), Refused(Failure.PROVIDER_ERROR, "http_503")),
    case("a redirect is no answer of the interface", httpx.Response(302), Refused(Failure.PROVIDER_ERROR, "http_302")),
    case("a gateway gave up: behind it the reply may have been taken", httpx.Response(504), Unclear()),
    case("a gateway lost the connection", httpx.Response(502, content=QUOTING.encode()), Unclear()),
    case("through a gateway the platform itself speaks", error(502, 2), Refused(Failure.PROVIDER_ERROR, "2")),
    case("no connection", httpx.ConnectError(QUOTING), Refused(Failure.UNREACHABLE, "ConnectError")),
    case("no connection in time", httpx.ConnectTimeout(QUOTING), Refused(Failure.UNREACHABLE, "ConnectTimeout")),
    case("no place in the pool", httpx.PoolTimeout(QUOTING), Refused(Failure.UNREACHABLE, "PoolTimeout")),
    case("no answer in time: it may have arrived", httpx.ReadTimeout(QUOTING), Unclear()),
    case("broken off while writing", httpx.WriteError(QUOTING), Unclear()),
    case("writing took too long", httpx.WriteTimeout(QUOTING), Unclear()),
    case("broken off while reading", httpx.ReadError(QUOTING), Unclear()),
    case("the connection was closed without an answer", httpx.RemoteProtocolError(QUOTING), Unclear()),
    case("an answer that cannot be unpacked", httpx.DecodingError(QUOTING), Unclear()),
    OutgoingCase(
        label="an address of another kind asks the platform nothing",
        outgoing=outgoing(WORDS),
        address=Address(channel="whatsapp", kind="user", value="620000000001"),
        answers=(),
        requests=(),
        result=Refused(Failure.UNDELIVERABLE, "address_kind"),
    ),
]

UPLOADS = [
    upload_case("the file is gone", result=Refused(Failure.FILE_UNUSABLE, "missing"), attachment=GONE, requests=()),
    upload_case("there was no file", result=Refused(Failure.FILE_UNUSABLE, "missing"), attachment=NO_PATH, requests=()),
    upload_case("refused", error(400, 131053), result=Refused(Failure.FILE_UNUSABLE, "131053")),
    upload_case(
        "refused as a wrong parameter: it is the file", error(400, 100), result=Refused(Failure.FILE_UNUSABLE, "100")
    ),
    upload_case("too big", httpx.Response(413), result=Refused(Failure.FILE_UNUSABLE, "http_413")),
    upload_case("token expired", error(401, 190), result=Refused(Failure.ACCOUNT, "190")),
    upload_case("theirs is down", httpx.Response(504), result=Refused(Failure.PROVIDER_ERROR, "http_504")),
    upload_case(
        "no answer: nobody was sent anything yet",
        httpx.ReadTimeout(QUOTING),
        result=Refused(Failure.UNREACHABLE, "upload"),
    ),
    upload_case("no connection", httpx.ConnectError(QUOTING), result=Refused(Failure.UNREACHABLE, "ConnectError")),
    upload_case("taken without an id", httpx.Response(200, json={}), result=Refused(Failure.PROVIDER_ERROR, "upload")),
]


@pytest.mark.parametrize("row", [*ANSWERS, *UPLOADS], ids=lambda row: row.label)
def test_results(row: OutgoingCase) -> None:
    """What was not taken is refused with its reason; what may have been taken is unclear; nothing is raised."""
    check_outgoing(whatsapp, row, SECRETS)


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        *((code, Failure.THROTTLED) for code in (4, 80007, 130429, 131048, 131056, 133016)),
        *((code, Failure.PROVIDER_ERROR) for code in (1, 2, 131000, 131016, 131057)),
        *((code, Failure.ACCOUNT) for code in (0, 3, 10, 190, 200, 299, 131031, 131042, 131045, 368, 33, 131005)),
        *((code, Failure.UNDELIVERABLE) for code in (131026, 131051)),
        *((code, Failure.BLOCKED) for code in (131050, 130403)),
        *((code, Failure.REJECTED) for code in (100, 131008, 131009, 132000, 132999, 300, 133000)),
        (131047, Failure.WINDOW_CLOSED),
        (131053, Failure.FILE_UNUSABLE),
    ],
)
def test_table(code: int, failure: Failure) -> None:
    """The table of platforms 1.9, code by code."""
    assert failure_of(error(400, code)).failure is failure
