"""Requests of people about their own data, with a clock of 72 hours (service_rules 12.3-12.5)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.channel_names import channel_label
from bot.core.conversations import Address
from bot.core.forms.form import FormKind
from bot.core.webchat import CHANNEL as WEBCHAT

NOTICE_VERSION = "2026-11"
"""Which wording of the notice people agree to; another wording is another version (service_rules 8.1, 8.2, 12.3)."""

_NUMBERS = frozenset({"wa_id", "phone"})
DUE_AFTER = timedelta(hours=72)
SILENT_AFTER = timedelta(days=183)
"""A number silent for six months may belong to somebody else: the name on record comes first (stories 15)."""

DONE, WIPED, REFUSED = "selesai", "isi_terhapus", "ditolak"
"""Results: done; the content is gone and the last message is on its way; refused for a duty to keep."""


@dataclass(frozen=True, kw_only=True)
class PrivacyRequest:
    """One request; once done, what remains is the proof without content.

    Attributes:
        visit_id: of a visitor who asked at the counter or by letter.
        complaint_id: of a complaint that was typed in, likewise.
        wish: what shall be corrected, until it is done.
        result: what came of it.
    """

    number: str
    kind: FormKind
    requested_at: datetime
    due_at: datetime
    contact_id: str | None = None
    conversation_id: str | None = None
    visit_id: str | None = None
    complaint_id: str | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    result: str | None = None
    wish: str | None = None

    @property
    def by_letter(self) -> bool:
        """Whether no chat leads to who asked, so that a person has to carry it out."""
        return self.visit_id is not None or self.complaint_id is not None


def request_number(day: date, ordinal: int) -> str:
    """`DP-20261123-0001`."""
    return f"DP-{day:%Y%m%d}-{ordinal:04d}"


def masked_email(email: str) -> str:
    """`b***@gmail.com`."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}***@{domain}"


def masked_phone(phone: str) -> str:
    """`+62***789`."""
    return f"{phone[:3]}***{phone[-3:]}"


def masked_address(address: Address) -> str:
    """`WhatsApp +62***789`: the account by which a person is known on a channel."""
    name, value = channel_label(address.channel), address.value
    if address.channel == WEBCHAT:
        return f"{name} di peramban ini"
    is_number = address.kind in _NUMBERS and value.isdigit()
    return f"{name} {masked_phone(f'+{value}') if is_number else f'***{value[-3:]}'}"


def masked_words(words: str) -> str:
    """`B*** S***` of a name or an institution."""
    return " ".join(f"{word[:1]}***" for word in words.split())
