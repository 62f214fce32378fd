"""Rows: batches, calls, what is not ours, and malformed bodies (platforms 1.3, 1.6)."""

from datetime import timedelta
from typing import Any

import pytest

from bot.core.messages import Kind, Sending
from tests.channels.engine import IncomingCase, check_incoming
from tests.channels.whatsapp.samples import (
    AT,
    BUDI,
    GOOD,
    SECRETS,
    message,
    payload,
    said,
    status,
    value_of,
    whatsapp,
    with_messages,
)


def field(name: Any) -> Any:
    body = payload("text")
    body["entry"][0]["changes"][0]["field"] = name
    return body


def metadata(**values: Any) -> Any:
    body = payload("text")
    value_of(body)["metadata"] = values
    return body


def call(**fields: Any) -> Any:
    body = payload("call")
    value_of(body)["calls"][0].update(fields)
    return body


def entries(value: Any) -> Any:
    return {"object": "whatsapp_business_account", "entry": value}


THOUSAND = [message(id=f"wamid.{n}") for n in range(1_000)]

BATCHES = [
    IncomingCase(
        label="every entry and every change is read: two people's messages and two statuses",
        body=payload("batch"),
        incoming=(
            said("Pertama dari Sari"),
            said("Kedua dari Sari", external_id="wamid.DUA"),
            said("Pertama dari Budi", address=BUDI, external_id="wamid.TIGA", sent_at=AT + timedelta(seconds=2)),
        ),
        statuses=(status(Sending.DELIVERED), status(Sending.READ, at=AT + timedelta(seconds=1))),
    ),
    IncomingCase(
        label="the largest batch the platform sends: a thousand",
        body=with_messages(*THOUSAND),
        incoming=tuple(said(GOOD.text, external_id=f"wamid.{n}") for n in range(1_000)),
    ),
    IncomingCase(
        label="the same message twice in one batch is one",
        body=with_messages({}, {}),
        incoming=(GOOD,),
        ignored=("duplicate",),
    ),
    IncomingCase(
        label="one message that is no object does not lose its neighbours",
        body=with_messages({}, 7, message(id="wamid.DUA")),
        incoming=(GOOD, said(GOOD.text, external_id="wamid.DUA")),
        ignored=("malformed_message",),
    ),
    IncomingCase(
        label="a message without an id could not be told from its repetition",
        body=with_messages(message(id=None), {}),
        incoming=(GOOD,),
        ignored=("malformed_message",),
    ),
    IncomingCase(
        label="a message from nobody cannot be answered",
        body=with_messages(message(**{"from": None}), {}, contacts=[]),
        incoming=(GOOD,),
        ignored=("no_sender",),
    ),
    IncomingCase(
        label="messages and statuses in one value",
        body=with_messages({}, statuses=value_of(payload("status_sent"))["statuses"]),
        incoming=(GOOD,),
        statuses=(status(Sending.SENT),),
    ),
    IncomingCase(label="an empty list of messages", body=with_messages()),
    IncomingCase(
        label="a list of the wrong type leaves a reason", body=with_messages(messages=7), ignored=("malformed_message",)
    ),
    IncomingCase(
        label="entries and changes that are no objects do not lose the good entry",
        body=entries([7, {"changes": [7, *payload("text")["entry"][0]["changes"]]}, {"changes": 7}, {}]),
        incoming=(GOOD,),
        ignored=("malformed_entry", "malformed_change", "malformed_change"),
    ),
    IncomingCase(label="no entries at all", body=entries([])),
]

NOT_OURS = [
    IncomingCase(
        label="another number of the same account has its own desk",
        body=metadata(phone_number_id="100000000000009"),
        ignored=("other_number",),
    ),
    IncomingCase(label="a value without a number is nobody's", body=metadata(), ignored=("other_number",)),
    IncomingCase(label="groups are not served", body=payload("group"), ignored=("group",)),
    IncomingCase(
        label="news about templates is not a message",
        body=payload("template_status"),
        ignored=("field_message_template_status_update",),
    ),
    IncomingCase(
        label="a field's name may be anything: it is not repeated",
        body=field("620000000001"),
        ignored=("malformed_change",),
    ),
    IncomingCase(label="a field that is not a string", body=field(None), ignored=("malformed_change",)),
    IncomingCase(
        label="an error of the account: its code, not its words", body=payload("errors"), ignored=("error_130429",)
    ),
    IncomingCase(
        label="an error without a code",
        body=with_messages({}, errors=[{"message": "Sari"}, 7]),
        incoming=(GOOD,),
        ignored=("error", "malformed_error"),
    ),
]

CALLS = [
    IncomingCase(
        label="a call that nobody takes is a missed call",
        body=payload("call"),
        incoming=(said("", Kind.CALL, external_id="wacid.SATU"),),
    ),
    IncomingCase(label="the end of a call is not another one", body=payload("call_over"), ignored=("call_over",)),
    IncomingCase(label="a call that we made", body=call(direction="BUSINESS_INITIATED"), ignored=("call_of_ours",)),
    IncomingCase(label="a call without an id", body=call(id=None), ignored=("malformed_call",)),
]

INVALID = [
    IncomingCase(label="not JSON", body=b"{620000000001", error=True),
    IncomingCase(label="nothing", body=b"", error=True),
    IncomingCase(label="not UTF-8", body=b'{"object": "\xff"}', error=True),
    IncomingCase(label="JSON, but no object", body=[payload("text")], error=True),
    IncomingCase(label="another product's webhook", body={**payload("text"), "object": "page"}, error=True),
    IncomingCase(label="no object field", body={"entry": []}, error=True),
    IncomingCase(label="no entries", body={"object": "whatsapp_business_account"}, error=True),
    IncomingCase(label="entries that are no list", body=entries({}), error=True),
    IncomingCase(label="nested until Python gives up", body=b'{"a":' * 100_000, error=True),
    IncomingCase(label="a number that Python refuses to read", body=b'{"a":' + b"9" * 5_000 + b"}", error=True),
]


@pytest.mark.parametrize("case", [*BATCHES, *NOT_OURS, *CALLS, *INVALID], ids=lambda case: case.label)
def test_bodies(case: IncomingCase) -> None:
    """Everything in a body is taken, ignored with a reason, or makes the body invalid."""
    check_incoming(whatsapp(), case, SECRETS)
