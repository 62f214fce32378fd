"""A row of the guest book, and what counts as a consultation (service_rules 6.6, 8.1; stories 7, 8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.core.forms.fields import INDIVIDUAL, OTHER, category_of

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
    """Who came, for what; the row of a consultation or of a visit.

    Attributes:
        was_filled: it was complete once; this stays when the rest is erased, so that no count changes (stories 15).
    """

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
    was_filled: bool = False

    def __post_init__(self) -> None:
        """Remember that it is complete."""
        object.__setattr__(self, "was_filled", self.was_filled or self.is_filled)

    @property
    def is_filled(self) -> bool:
        """Whether the form is complete: name, where from, purpose and consent."""
        return bool(self.name and self.origin and self.purpose and self.consent_at)

    @property
    def origin(self) -> str | None:
        """The institution; who comes for themselves needs none (service_rules 8.1)."""
        return self.institution or (INDIVIDUAL if self.institution_category == INDIVIDUAL else None)

    @property
    def is_group_guessed(self) -> bool:
        """Whether nobody has said of which group the institution is, and its name does not tell (8.1)."""
        if not self.institution or category_of(self.institution) is not None:
            return False
        by_default = self.institution_category == OTHER and self.filled_by == BY_PERSON
        return by_default or self.institution_category is None
