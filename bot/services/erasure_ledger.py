"""Erased people stay erased: the list of tombstones, and applying it to a restored backup (service_rules 12.4)."""

from collections.abc import Callable, Iterable
from typing import Protocol

from bot.core.erasure import Reachable, Tombstone, address_hash
from bot.services.kit import Kit

Erase = Callable[[Kit, str], object]
"""Erases one contact by its id, in units of work of its own."""


class ErasureLedger(Protocol):
    """Tombstones outside the database, because a restored database does not know them."""

    def add(self, contact_id: str) -> None:
        """Write down that a person is erased; call it before the identifiers are gone.

        Raises:
            OSError: it could not be written; then nothing may be erased yet.
        """

    def merge(self, stones: Iterable[Tombstone]) -> None:
        """Take over tombstones that a backup brought."""

    def stones(self) -> list[Tombstone]:
        """All of them, oldest first."""


def returned(kit: Kit, ledger: ErasureLedger) -> list[str]:
    """Contacts that were erased once and are there again, because an older backup brought them back.

    A person who wrote again after the erasure is a new contact, and stays.
    """
    stones = ledger.stones()
    if not stones:
        return []
    with kit.uow.read() as uow:
        people = uow.identifiers.everybody()
    ids = {stone.contact_id for stone in stones}
    return [
        person.contact_id
        for person in people
        if person.addresses and (person.contact_id in ids or _is_buried(person, stones))
    ]


def reapply(kit: Kit, ledger: ErasureLedger, erase: Erase) -> int:
    """Erase again who was erased before; how many people that were."""
    found = returned(kit, ledger)
    for contact_id in found:
        erase(kit, contact_id)
    return len(found)


def _is_buried(person: Reachable, stones: Iterable[Tombstone]) -> bool:
    later = [stone for stone in stones if stone.at >= person.created_at]
    hashed = {
        (salt, address_hash(salt, address)) for salt in {stone.salt for stone in later} for address in person.addresses
    }
    return any((stone.salt, each) in hashed for stone in later for each in stone.hashes)
