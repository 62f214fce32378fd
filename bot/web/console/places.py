"""Where one may go in the console: each page with the roles that may open it. A new page is one line here."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.accounts import Actor, Role
from bot.web.headers import CONSOLE

QUEUE, HISTORY = f"{CONSOLE}/", f"{CONSOLE}/riwayat"
VISITS, PORTAL = f"{CONSOLE}/tamu", f"{CONSOLE}/portal"
DELIVERY = f"{CONSOLE}/pengiriman"
CLOSING, HOURS, TEXTS = f"{CONSOLE}/darurat", f"{CONSOLE}/jam", f"{CONSOLE}/teks"
USERS, TRAIL = f"{CONSOLE}/pengguna", f"{CONSOLE}/jejak"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A page of the menu; one that is not `everyday` stands behind *Tampilan lengkap* (stories 25)."""

    name: str
    address: str
    roles: frozenset[Role]
    everyday: bool = True

    def is_open_to(self, actor: Actor) -> bool:
        """Whether one of the actor's roles opens it; the use cases check again."""
        return bool(self.roles & actor.roles)


DESK = frozenset({Role.PETUGAS})
PLACES = (
    Place(name="Antrean", address=QUEUE, roles=DESK),
    Place(name="Tamu", address=VISITS, roles=DESK),
    Place(name="Riwayat", address=HISTORY, roles=DESK),
    Place(name="Tutup darurat", address=CLOSING, roles=DESK),
    Place(name="Pengguna", address=USERS, roles=frozenset({Role.ADMIN})),
    Place(name="Jam & libur", address=HOURS, roles=frozenset({Role.ADMIN})),
    Place(name="Pengiriman", address=DELIVERY, roles=frozenset({Role.PETUGAS, Role.ADMIN}), everyday=False),
    Place(name="Portal", address=PORTAL, roles=DESK, everyday=False),
    Place(name="Teks", address=TEXTS, roles=frozenset({Role.ADMIN}), everyday=False),
    Place(name="Jejak", address=TRAIL, roles=frozenset({Role.ADMIN, Role.PIMPINAN}), everyday=False),
)


def menu(actor: Actor) -> list[Place]:
    """The places shown to this actor, in order."""
    return [place for place in PLACES if place.is_open_to(actor) and (place.everyday or actor.full_view)]


def has_more(actor: Actor) -> bool:
    """Whether *Tampilan lengkap* would show this actor anything."""
    return any(place.is_open_to(actor) and not place.everyday for place in PLACES)


def first_place(actor: Actor) -> str | None:
    """Where somebody goes who may not open the queue."""
    return next((place.address for place in PLACES if place.is_open_to(actor) and place.everyday), None)
