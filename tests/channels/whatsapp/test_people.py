"""Rows: who wrote, under which id, and when (platforms 1.5, 1.6)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.core.conversations import Address
from tests.channels.engine import IncomingCase, check_incoming
from tests.channels.whatsapp.samples import (
    BUDI,
    GOOD,
    SARI,
    SCOPED,
    SECRETS,
    changed,
    message,
    payload,
    said,
    value_of,
    whatsapp,
    with_messages,
)


def contacts(*people: Any) -> Any:
    body = payload("text")
    value_of(body)["contacts"] = list(people)
    return body


def other(kind: str, value: str) -> Address:
    return Address(channel="whatsapp", kind=kind, value=value)


PEOPLE = [
    IncomingCase(
        label="a person with a username has no number: the scoped id is the address",
        body=payload("bsuid"),
        incoming=(said("Halo kantor", address=SCOPED),),
    ),
    IncomingCase(
        label="both are told: replies go to the number, the id is kept for later",
        body=payload("number_and_bsuid"),
        incoming=(said("Halo kantor", also=(SCOPED,)),),
    ),
    IncomingCase(
        label="the scoped id stands only beside the message",
        body=changed("bsuid", from_user_id=None),
        incoming=(said("Halo kantor", address=SCOPED),),
    ),
    IncomingCase(
        label="the number is told only beside the message",
        body=changed("text", **{"from": None}),
        incoming=(said(GOOD.text),),
    ),
    IncomingCase(
        label="WhatsApp's id of a person may differ from the number that writes",
        body=contacts({"wa_id": "620000000007"}),
        incoming=(said(GOOD.text, also=(other("wa_id", "620000000007"), other("phone", SARI.value))),),
    ),
    IncomingCase(
        label="with two messages, a contact that fits neither is nobody's",
        body=with_messages({}, message(id="wamid.DUA"), contacts=[{"wa_id": "620000000007"}]),
        incoming=(GOOD, said(GOOD.text, external_id="wamid.DUA")),
    ),
    IncomingCase(
        label="each of two people gets their own identifiers",
        body=with_messages(
            {},
            message(id="wamid.DUA", **{"from": BUDI.value}),
            contacts=[{"wa_id": BUDI.value, "user_id": "ID.5000000001"}, {"wa_id": SARI.value}],
        ),
        incoming=(GOOD, said(GOOD.text, address=BUDI, external_id="wamid.DUA", also=(SCOPED,))),
    ),
    IncomingCase(
        label="contacts of the wrong shape do not lose the message",
        body=contacts(7),
        incoming=(GOOD,),
        ignored=("malformed_contact",),
    ),
    IncomingCase(
        label="an address longer than we store", body=changed("text", **{"from": "6" * 257}), ignored=("too_long",)
    ),
    IncomingCase(label="an id longer than we store", body=changed("text", id="w" * 513), ignored=("too_long",)),
    IncomingCase(
        label="the longest id that we store",
        body=changed("text", id="w" * 512),
        incoming=(said(GOOD.text, external_id="w" * 512),),
    ),
    IncomingCase(
        label="the mark of an edit may make an id too long",
        body=changed("edit", edit={"original_message_id": "w" * 512, "message": {"text": {"body": "Baru"}}}),
        ignored=("too_long",),
    ),
    IncomingCase(
        label="an id with a NUL: PostgreSQL refuses it", body=changed("text", id="w\x00"), ignored=("malformed_id",)
    ),
    IncomingCase(
        label="a further identifier that is too long is left out alone",
        body=changed("text", from_user_id="I" * 257),
        incoming=(GOOD,),
    ),
]

NO_TIMES: list[Any] = [None, "", "kemarin", True, -5, 1.5, "9" * 15, 10**400, []]
TIMES = [
    IncomingCase(label="a time as a number", body=changed("text", timestamp=1795402800), incoming=(GOOD,)),
    IncomingCase(label="a time in milliseconds", body=changed("text", timestamp="1795402800000"), incoming=(GOOD,)),
    IncomingCase(
        label="a message of 1970 is not taken for milliseconds",
        body=changed("text", timestamp="7"),
        incoming=(said(GOOD.text, sent_at=datetime.fromtimestamp(7, UTC)),),
    ),
    *(
        IncomingCase(
            label=f"a time that is none ({str(value)[:12]}) does not lose the message",
            body=changed("text", timestamp=value),
            incoming=(said(GOOD.text, sent_at=None),),
        )
        for value in NO_TIMES
    ),
]


@pytest.mark.parametrize("case", [*PEOPLE, *TIMES], ids=lambda case: case.label)
def test_people(case: IncomingCase) -> None:
    """Replies go to the first address; every other identifier that is told is kept, too."""
    check_incoming(whatsapp(), case, SECRETS)
