"""The code of the day: without it nobody draws a queue number from home (stories 18)."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date

LENGTH = 6
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 signs; no I, O, 0, 1: people read it aloud and type it


@dataclass(frozen=True, kw_only=True)
class DayCodes:
    """Derives and checks the codes; the key stays on the server."""

    key: bytes

    @classmethod
    def from_secret(cls, secret: str) -> "DayCodes":
        """A key of its own from the installation's secret, the same in every process and after a restart."""
        return cls(key=hmac.digest(secret.encode(), b"pst visit day code", "sha256"))

    def code_of(self, day: date) -> str:
        """The day's six signs."""
        return spell(hmac.digest(self.key, day.isoformat().encode(), "sha256"), LENGTH)

    def accepts(self, day: date, typed: str) -> bool:
        """Whether this is the day's code, in any case and with blanks or hyphens."""
        given = typed.upper().replace(" ", "").replace("-", "")
        return hmac.compare_digest(self.code_of(day).encode(), given.encode("utf-8", "replace"))


def short_code(token: str, length: int = 10) -> str:
    """A code that a person can type, from a token nobody can guess: 50 bits at ten signs."""
    return spell(hashlib.sha256(token.encode()).digest(), length)


def spell(digest: bytes, length: int) -> str:
    """The first bytes of a digest as signs people can read aloud."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:length])
