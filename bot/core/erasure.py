"""Tombstones: who was erased, told without telling who it was."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bot.core.conversations import Address

_COST = 2**12  # numbers are few enough to be tried out: each try must cost something


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """An erased person: the contact's id, and salted hashes of where the person was reached."""

    at: datetime
    contact_id: str
    salt: str
    hashes: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Reachable:
    """A person as the database knows them."""

    contact_id: str
    created_at: datetime
    addresses: tuple[Address, ...]


def address_hash(salt: str, address: Address) -> str:
    """The slow salted hash of one identifier."""
    written = f"{address.channel}\0{address.kind}\0{address.value}".encode()
    return hashlib.scrypt(written, salt=salt.encode(), n=_COST, r=8, p=1, dklen=32).hex()
