"""The row engine is as strict as it says: each of these rows must fail."""

import logging
from collections.abc import Mapping
from dataclasses import replace

import httpx
import pytest
import structlog

from bot.channels.base import Pace, Parsed, PayloadInvalid, Refused, SendResult, Sent
from bot.channels.http import ask, open_client
from bot.core.conversations import Address
from bot.core.messages import MediaRef, Outgoing
from bot.core.sending import Failure
from tests.channels.engine import IncomingCase, OutgoingCase, check_incoming, check_outgoing, outgoing
from tests.channels.provider import Asked

SARI = Address(channel="toy", kind="phone", value="620000000001")
URL = "https://provider.example/send"
WORDS = "rahasia Sari"
ROW = OutgoingCase(
    label="a good row",
    outgoing=outgoing(WORDS),
    address=SARI,
    answers=(httpx.Response(200),),
    requests=(Asked(method="POST", url=URL, json={"text": WORDS}),),
    result=Sent("1"),
)


class Toy:
    """A channel with one fault, by name."""

    name = "toy"
    pace = Pace(recipient_s=1, recipient_burst=1, per_second=1)
    has_window = False
    gives_statuses = False

    def __init__(self, fault: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._fault = fault
        self._http = open_client("https://provider.example", transport)

    def is_authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        return True

    def parse(self, body: bytes) -> Parsed:
        if self._fault == "quotes":
            raise PayloadInvalid(f"cannot read {body!r}")
        return Parsed(ignored=(body.decode(),))

    async def send(self, outgoing: Outgoing, address: Address) -> SendResult:
        if self._fault == "logs":
            logging.getLogger("bot").info("sent %s", outgoing.text)
        if self._fault == "warns":
            logging.getLogger("bot").warning("hm")
        if self._fault == "structlog":
            structlog.get_logger().info("sent", to=address.value)
        if self._fault == "asks too much":
            await self._http.post("/send")
        answer = await ask(self._http.post("/send", json={"text": outgoing.text}))
        if self._fault == "tells":
            return Refused(Failure.REJECTED, outgoing.text)
        return Sent("1") if isinstance(answer, httpx.Response) else answer

    async def notice(self, address: Address, external_id: str) -> None:
        raise NotImplementedError

    async def fetch(self, media: MediaRef, limit: int) -> bytes:
        raise NotImplementedError

    async def close(self) -> None:
        await self._http.aclose()


def check(fault: str, row: OutgoingCase = ROW) -> None:
    fresh = replace(row, answers=tuple(httpx.Response(200) for _ in row.answers))
    check_outgoing(lambda transport: Toy(fault, transport), fresh, ["token-of-the-test"])


def test_a_good_row_passes() -> None:
    """Otherwise the rows below would fail for another reason."""
    check("")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("logs", "told to a log"),
        ("structlog", "told to a log"),
        ("tells", "told to a log"),
        ("warns", "logged"),
        ("asks too much", "without an answer"),
    ],
)
def test_faults_of_a_channel(fault: str, said: str) -> None:
    """Words, numbers and secrets must not get out, and nothing is asked that no row knows of."""
    with pytest.raises(AssertionError, match=said):
        check(fault)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (replace(ROW, answers=(*ROW.answers, *ROW.answers)), "never asked for"),
        (replace(ROW, requests=()), "assert"),
        (replace(ROW, requests=(Asked(method="POST", url=URL, json={"text": "lain"}),)), "assert"),
        (replace(ROW, requests=(replace(ROW.requests[0], headers={"authorization": "Bearer x"}),)), "assert"),
        (replace(ROW, result=Sent("2")), "assert"),
    ],
    ids=["an unused answer", "an unexpected request", "another body", "a missing header", "another result"],
)
def test_faults_of_a_row(row: OutgoingCase, said: str) -> None:
    """A row that says less than what happens is wrong."""
    with pytest.raises(AssertionError, match=said):
        check("", row)


@pytest.mark.parametrize("fault", ["quotes", ""])
def test_quoting_a_body(fault: str) -> None:
    """Neither an exception nor a reason may quote what was received."""
    case = IncomingCase(label="", body=b"token-of-the-test", error=fault == "quotes")
    with pytest.raises(AssertionError, match="told to a log"):
        check_incoming(Toy(fault), case, ["token-of-the-test"])
