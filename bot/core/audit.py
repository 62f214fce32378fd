"""The audit trail: rows chained by hashes, so that a changed, lost or inserted one is seen (service_rules 12.3)."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

GENESIS = "0" * 64
_PLAIN = re.compile(r"[\w.,:/-]{0,128}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One thing that somebody did; `detail` holds ids and codes only, so that erasing a person leaves it as it is."""

    id: int
    at: datetime
    actor_id: str | None  # None = a citizen or the desk itself
    action: str
    subject: str
    detail: Mapping[str, str]
    prev_hash: str
    hash: str = ""

    def sealed(self) -> "AuditRow":
        """The row with its hash: SHA-256 over canonical JSON of all else, the previous hash included."""
        return replace(self, hash=self.expected_hash())

    def expected_hash(self) -> str:
        """The hash that belongs to what the row says."""
        content = {
            "id": self.id,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_id": self.actor_id,
            "action": self.action,
            "subject": self.subject,
            "detail": dict(self.detail),
            "prev_hash": self.prev_hash,
        }
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def follows(self, before: "AuditRow | None") -> bool:
        """Whether it is what it was when written, right after `before`."""
        expected_id, expected_prev = (1, GENESIS) if before is None else (before.id + 1, before.hash)
        return (self.id, self.prev_hash, self.hash) == (expected_id, expected_prev, self.expected_hash())


def check_detail(detail: Mapping[str, str]) -> None:
    """Refuse details that may hold what people wrote: the trail cannot be edited, so nothing personal may get in.

    Raises:
        ValueError: a value is not made of letters, digits and `_ . , : / -` alone, or longer than 128.
    """
    for name, value in detail.items():
        if not _PLAIN.fullmatch(value):
            raise ValueError(f"audit detail `{name}` is no id or code")
