"""A row of the guest book, and what counts as a consultation (service_rules 6.6, 8.1; stories 7, 8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

BY_PERSON = "pengguna"
"""In `filled_by`: the person; else the id of the member of staff."""


class ConsentHow(Enum):
    """How the person agreed; ANONYMOUS is for complaints alone: where nobody is known, there is nobody to agree."""

    CHAT = "percakapan"
    SPOKEN = "lisan"
    WRITTEN = "tertulis"
    ANONYMOUS = "anonim"


@dataclass(frozen=True, kw_only=True)
class GuestBook:
    """Who came, for what; the row of a consultation or of a visit."""

    id: str
    filled_by: str
    created_at: datetime
    consultation_id: str | None = None
    contact_id: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    institution_category: str | None = None
    institution: str | None = None
    sex: str | None = None
    age_group: str | None = None
    education: str | None = None
    occupation: str | None = None
    purpose: str | None = None
    need: str | None = None
    consent_at: datetime | None = None
    consent_version: str | None = None
    consent_how: ConsentHow | None = None

    @property
    def is_filled(self) -> bool:
        """Whether the form is complete: name, institution, purpose and consent."""
        return bool(self.name and self.institution and self.purpose and self.consent_at)
