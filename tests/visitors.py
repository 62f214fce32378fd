"""Made-up visitors: numbers that cannot exist, mail at example.invalid."""

from datetime import datetime

from bot.core.guest_fields import Guest, read_guest
from bot.core.visits import Source, Visit
from bot.services import visits
from bot.services.kit import Kit

TYPED = {
    "name": "Siti Aminah",
    "need": "jumlah penduduk Hanau 2023",
    "email": "siti@contoh.example.org",
    "institution_category": "perorangan",
    "consent": "ya",
}


def guest(**typed: str) -> Guest:
    """A visitor who typed everything right, but for what is given."""
    return read_guest({**TYPED, **typed}, complete=True)


def arrives(kit: Kit, form_key: str = "form-1", **typed: str) -> Visit:
    """Somebody fills in the page on the own phone."""
    return visits.draw_number(kit, guest(**typed), Source.QR, form_key)


def wib(kit: Kit, words: str) -> datetime:
    """`2026-11-23 10:00` in the office's zone."""
    return datetime.fromisoformat(words).replace(tzinfo=kit.office.timezone)
