"""Who wrote: since 2026 a person may be known by number, by business-scoped id, or by both (platforms 1.5)."""

from collections.abc import Sequence

from bot.channels.whatsapp.fields import Ignored, Json, identifier, text
from bot.core.conversations import Address

NAME = "whatsapp"
WA_ID = "wa_id"
BSUID = "bsuid"
PHONE = "phone"

_VALUE_MAX = 256


def addresses_of(message: Json, contacts: Sequence[Json], *, alone: bool) -> tuple[Address, ...]:
    """The sender's identifiers, the one that replies go to first.

    Args:
        message: the message or call.
        contacts: the people told beside it.
        alone: it is the only one, so a single contact must be its sender whatever the identifiers look like.

    Raises:
        Ignored: there is none, or the first one is not storable.
    """
    number = identifier(message, "from", _VALUE_MAX)
    contact = _contact_of(message, contacts, alone)
    scoped = _or_none(message, "from_user_id") or _or_none(contact, "user_id")
    wa_id = _or_none(contact, "wa_id")
    found = [
        (WA_ID, number),
        (BSUID, scoped),
        (WA_ID, wa_id),
        (PHONE, number if wa_id and wa_id != number else None),
    ]
    told = [Address(channel=NAME, kind=kind, value=value) for kind, value in found if value]
    if not told:
        raise Ignored("no_sender")
    return tuple(dict.fromkeys(told))


def _contact_of(message: Json, contacts: Sequence[Json], alone: bool) -> Json:
    number, scoped = text(message, "from"), text(message, "from_user_id")
    for contact in contacts:
        if (number and contact.get("wa_id") == number) or (scoped and contact.get("user_id") == scoped):
            return contact
    return contacts[0] if alone and len(contacts) == 1 else {}


def _or_none(item: Json, name: str) -> str | None:
    """A further identifier: one that cannot be stored is not worth losing the message for."""
    try:
        return identifier(item, name, _VALUE_MAX)
    except Ignored:
        return None
