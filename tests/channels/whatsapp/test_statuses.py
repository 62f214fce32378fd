"""Rows: words on our own messages."""

from datetime import timedelta

import pytest

from bot.core.messages import Sending
from bot.core.sending import Failure
from tests.channels.engine import IncomingCase, check_incoming
from tests.channels.whatsapp.samples import (
    AT,
    SECRETS,
    changed_status,
    payload,
    status,
    value_of,
    whatsapp,
)


def repeated(**fields: object) -> object:
    """The status twice, the second time with these fields."""
    body = payload("status_sent")
    first = value_of(body)["statuses"][0]
    value_of(body)["statuses"] = [first, {**first, **fields}]
    return body


def failed(code: object) -> object:
    return changed_status("status_failed", errors=[{"code": code}])


ROWS = [
    IncomingCase(label="sent, with our own id", body=payload("status_sent"), statuses=(status(Sending.SENT),)),
    *(
        IncomingCase(label=said, body=changed_status("status_sent", status=said), statuses=(status(sending),))
        for said, sending in (
            ("delivered", Sending.DELIVERED),
            ("read", Sending.READ),
            ("played", Sending.READ),
        )
    ),
    IncomingCase(
        label="sent by somebody else through our number: no id of ours",
        body=changed_status("status_sent", biz_opaque_callback_data=None),
        statuses=(status(Sending.SENT, outbox_id=None),),
    ),
    IncomingCase(
        label="an id of ours that is no string is none",
        body=changed_status("status_sent", biz_opaque_callback_data=7),
        statuses=(status(Sending.SENT, outbox_id=None),),
    ),
    IncomingCase(
        label="accepted first, refused later: the window was closed",
        body=payload("status_failed"),
        statuses=(status(Sending.FAILED, Failure.WINDOW_CLOSED, "131047"),),
    ),
    *(
        IncomingCase(
            label=f"failed with {code}", body=failed(code), statuses=(status(Sending.FAILED, failure, str(code)),)
        )
        for code, failure in (
            (131026, Failure.UNDELIVERABLE),
            (131050, Failure.BLOCKED),
            (131042, Failure.ACCOUNT),
            (131053, Failure.FILE_UNUSABLE),
            (131056, Failure.THROTTLED),
            (131000, Failure.PROVIDER_ERROR),
            (999999, Failure.REJECTED),
        )
    ),
    IncomingCase(
        label="a code as a string",
        body=failed("131047"),
        statuses=(status(Sending.FAILED, Failure.WINDOW_CLOSED, "131047"),),
    ),
    *(
        IncomingCase(
            label=f"failed with a code that is none ({str(code)[:8]})",
            body=failed(code),
            statuses=(status(Sending.FAILED, Failure.REJECTED),),
        )
        for code in (None, True, "nomor 620000000001", 10**400, "9" * 5_000)
    ),
    IncomingCase(
        label="failed without an error",
        body=changed_status("status_failed", errors=None),
        statuses=(status(Sending.FAILED, Failure.REJECTED),),
    ),
    IncomingCase(
        label="errors of a message that did not fail mean nothing",
        body=changed_status("status_failed", status="delivered"),
        statuses=(status(Sending.DELIVERED),),
    ),
    IncomingCase(
        label="a word that we do not know",
        body=changed_status("status_sent", status="warning"),
        ignored=("unknown_status",),
    ),
    IncomingCase(
        label="a status that is no string", body=changed_status("status_sent", status=7), ignored=("unknown_status",)
    ),
    IncomingCase(label="no id", body=changed_status("status_sent", id=None), ignored=("malformed_status",)),
    IncomingCase(label="no time", body=changed_status("status_sent", timestamp=None), ignored=("malformed_status",)),
    IncomingCase(
        label="an id longer than we store", body=changed_status("status_sent", id="w" * 513), ignored=("too_long",)
    ),
    IncomingCase(
        label="the same word twice in one batch",
        body=repeated(),
        statuses=(status(Sending.SENT),),
        ignored=("duplicate",),
    ),
    IncomingCase(
        label="the same word at another time is kept: the later one may matter",
        body=repeated(timestamp="1795402801"),
        statuses=(status(Sending.SENT), status(Sending.SENT, at=AT + timedelta(seconds=1))),
    ),
    IncomingCase(
        label="a malformed neighbour does not lose a status",
        body=repeated(id=7),
        statuses=(status(Sending.SENT),),
        ignored=("malformed_status",),
    ),
]


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case.label)
def test_statuses(case: IncomingCase) -> None:
    """A status tells what became of a message, and why it failed."""
    check_incoming(whatsapp(), case, SECRETS)
