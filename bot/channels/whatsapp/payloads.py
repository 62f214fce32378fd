"""Reads a webhook: every entry, change, message and status of it, each for itself (platforms 1.3 to 1.6)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.channels.base import Parsed, PayloadInvalid
from bot.channels.http import json_object
from bot.channels.whatsapp.contents import content_of
from bot.channels.whatsapp.errors import failure_of_status
from bot.channels.whatsapp.fields import Ignored, Json, identifier, inner, instant, number, objects, text
from bot.channels.whatsapp.people import NAME, addresses_of
from bot.core.messages import Incoming, Kind, Sending
from bot.core.sending import Status

EDIT_MARK = ":edit:"

_OBJECT = "whatsapp_business_account"
_FIELDS = frozenset({"messages", "calls"})
_FIELD_NAME = re.compile("[a-z_]{1,40}")
_ID_MAX = 512
_SENDINGS: Mapping[str, Sending] = {
    "sent": Sending.SENT,
    "delivered": Sending.DELIVERED,
    "read": Sending.READ,
    "played": Sending.READ,  # a voice message
    "failed": Sending.FAILED,
}


def parse(body: bytes, phone_id: str) -> Parsed:
    """Read an authentic body.

    Args:
        body: as received.
        phone_id: of our number; what came to another number of the account is ignored.

    Raises:
        PayloadInvalid: it is not JSON, or not shaped as the platform's webhooks are.
    """
    root = json_object(body)
    if root is None:
        raise PayloadInvalid("not a JSON object")
    if root.get("object") != _OBJECT:
        raise PayloadInvalid(f"`object` is not {_OBJECT}")
    if not isinstance(root.get("entry"), list):
        raise PayloadInvalid("`entry` is not a list")
    batch = _Batch(phone_id)
    for entry in objects(root["entry"], "malformed_entry", batch.ignored):
        for change in objects(entry.get("changes"), "malformed_change", batch.ignored):
            batch.add(change)
    return Parsed(incoming=tuple(batch.incoming.values()), statuses=tuple(batch.statuses), ignored=tuple(batch.ignored))


class _Batch:
    """What one body has given so far."""

    def __init__(self, phone_id: str) -> None:
        self._phone_id = phone_id
        self.incoming: dict[str, Incoming] = {}
        self.statuses: dict[Status, None] = {}
        self.ignored: list[str] = []

    def add(self, change: Json) -> None:
        """Read one change; what cannot be read leaves a reason and loses none of its neighbours."""
        value = inner(change, "value")
        field = text(change, "field")
        if field not in _FIELDS:
            self.ignored.append(f"field_{field}" if _FIELD_NAME.fullmatch(field) else "malformed_change")
            return
        if inner(value, "metadata").get("phone_number_id") != self._phone_id:
            self.ignored.append("other_number")
            return
        contacts = list(objects(value.get("contacts"), "malformed_contact", self.ignored))
        messages = list(objects(value.get("messages"), "malformed_message", self.ignored))
        calls = list(objects(value.get("calls"), "malformed_call", self.ignored))
        alone = len(messages) + len(calls) == 1
        self._each(messages, lambda message: self._message(message, contacts, alone))
        self._each(calls, lambda call: self._call(call, contacts, alone))
        self._each(objects(value.get("statuses"), "malformed_status", self.ignored), self._status)
        self.ignored.extend(
            _error_reason(error) for error in objects(value.get("errors"), "malformed_error", self.ignored)
        )

    def _each(self, items: Iterable[Json], read: Callable[[Json], None]) -> None:
        for item in items:
            try:
                read(item)
            except Ignored as reason:
                self.ignored.append(str(reason.args[0]))

    def _message(self, message: Json, contacts: Sequence[Json], alone: bool) -> None:
        if message.get("group_id") is not None:
            raise Ignored("group")
        external_id = _id_of(message, "malformed_message")
        content = content_of(message)
        if content.edits is not None:
            external_id = _edit_id(content.edits, message)
        address, *also = addresses_of(message, contacts, alone=alone)
        self._take(
            Incoming(
                address=address,
                external_id=external_id,
                text=content.text,
                button=content.button,
                kind=content.kind,
                media=content.media,
                sent_at=instant(message, "timestamp"),
                also=tuple(also),
            )
        )

    def _call(self, call: Json, contacts: Sequence[Json], alone: bool) -> None:
        external_id = _id_of(call, "malformed_call")
        if text(call, "direction") == "BUSINESS_INITIATED":
            raise Ignored("call_of_ours")
        if text(call, "event") != "connect":  # its end: one call is one message
            raise Ignored("call_over")
        address, *also = addresses_of(call, contacts, alone=alone)
        sent_at = instant(call, "timestamp")
        self._take(
            Incoming(
                address=address, external_id=external_id, text="", kind=Kind.CALL, sent_at=sent_at, also=tuple(also)
            )
        )

    def _take(self, incoming: Incoming) -> None:
        if incoming.external_id in self.incoming:
            raise Ignored("duplicate")
        self.incoming[incoming.external_id] = incoming

    def _status(self, item: Json) -> None:
        sending = _SENDINGS.get(text(item, "status"))
        if sending is None:
            raise Ignored("unknown_status")
        at = instant(item, "timestamp")
        external_id = _id_of(item, "malformed_status")
        if at is None:
            raise Ignored("malformed_status")
        failure, detail = None, ""
        if sending is Sending.FAILED:
            failure, detail = failure_of_status(list(objects(item.get("errors"), "malformed_error", self.ignored)))
        status = Status(
            channel=NAME,
            external_id=external_id,
            outbox_id=identifier(item, "biz_opaque_callback_data", _ID_MAX),
            sending=sending,
            at=at,
            failure=failure,
            detail=detail,
        )
        if status in self.statuses:
            raise Ignored("duplicate")
        self.statuses[status] = None


def _id_of(item: Json, reason: str) -> str:
    external_id = identifier(item, "id", _ID_MAX)
    if external_id is None:
        raise Ignored(reason)
    return external_id


def _edit_id(original: str, message: Json) -> str:
    """The id of new words for an old message: the old id, and when they came."""
    at = instant(message, "timestamp")
    marked = {"id": f"{original}{EDIT_MARK}{'' if at is None else int(at.timestamp())}"}
    return _id_of(marked, "malformed_message")


def _error_reason(error: Json) -> str:
    code = number(error, "code")
    return "error" if code is None else f"error_{code}"
