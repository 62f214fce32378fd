"""Where one may go in the console: each page with the roles that may open it. A new page is one line here."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.accounts import Actor, Role
from bot.core.complaints import READERS
from bot.web.headers import CONSOLE

QUEUE, HISTORY = f"{CONSOLE}/", f"{CONSOLE}/riwayat"
VISITS, PORTAL = f"{CONSOLE}/tamu", f"{CONSOLE}/portal"
COMPLAINTS, PRIVACY, SURVEY = f"{CONSOLE}/aduan", f"{CONSOLE}/data-pribadi", f"{CONSOLE}/survei"
DELIVERY, CANNED = f"{CONSOLE}/pengiriman", f"{CONSOLE}/balasan"
CLOSING, HOURS, TEXTS = f"{CONSOLE}/darurat", f"{CONSOLE}/jam", f"{CONSOLE}/teks"
USERS, TRAIL = f"{CONSOLE}/pengguna", f"{CONSOLE}/jejak"
REPORTS, READINESS = f"{CONSOLE}/laporan", f"{CONSOLE}/siap-tayang"


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
ADMINS = frozenset({Role.ADMIN})
COMPLAINT_READERS = frozenset(READERS)
LEADERS = frozenset({Role.ADMIN, Role.PIMPINAN})
PLACES = (
    Place(name="Antrean", address=QUEUE, roles=DESK),
    Place(name="Tamu", address=VISITS, roles=DESK),
    Place(name="Riwayat", address=HISTORY, roles=DESK),
    Place(name="Laporan", address=REPORTS, roles=LEADERS),
    Place(name="Aduan", address=COMPLAINTS, roles=COMPLAINT_READERS),
    Place(name="Jam & libur", address=HOURS, roles=ADMINS),
    Place(name="Pengguna", address=USERS, roles=ADMINS),
    Place(name="Data pribadi", address=PRIVACY, roles=LEADERS),
    Place(name="Siap tayang?", address=READINESS, roles=ADMINS),
    Place(name="Tutup darurat", address=CLOSING, roles=DESK, everyday=False),  # the queue page leads there as well
    Place(name="Pengiriman", address=DELIVERY, roles=DESK | ADMINS, everyday=False),
    Place(name="Balasan siap pakai", address=CANNED, roles=DESK | ADMINS, everyday=False),
    Place(name="Portal", address=PORTAL, roles=DESK, everyday=False),
    Place(name="Survei", address=SURVEY, roles=LEADERS, everyday=False),
    Place(name="Teks", address=TEXTS, roles=ADMINS, everyday=False),
    Place(name="Jejak", address=TRAIL, roles=LEADERS, everyday=False),
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
