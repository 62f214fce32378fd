"""Codes that change every 30 seconds (RFC 6238: HMAC-SHA-1, six digits), as every authenticator app makes them."""

import base64
import hashlib
import hmac
import re
import struct
from datetime import datetime
from urllib.parse import quote

STEP_S = 30
DIGITS = 6
_SECRET = re.compile(r"[A-Z2-7]{32}")
DRIFT_STEPS = 1  # clocks of phones are off by some seconds, and people type slowly


def new_secret(token: str) -> str:
    """A secret of 160 bits in base 32, from a random token of at least as many."""
    return base64.b32encode(hashlib.sha256(token.encode()).digest()[:20]).decode()


def is_secret(text: str) -> bool:
    """Whether it is a secret as `new_secret` makes them, in the open."""
    return _SECRET.fullmatch(text) is not None


def code_at(secret: str, step: int, digits: int = DIGITS) -> str:
    """The code of one 30-second step (RFC 4226 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 0x0F
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return str((number & 0x7FFF_FFFF) % 10**digits).zfill(digits)


def step_of(moment: datetime) -> int:
    """The number of the 30-second step."""
    return int(moment.timestamp()) // STEP_S


def matching_step(secret: str, code: str, now: datetime, after: int = 0) -> int | None:
    """The step whose code was typed, None when it is none of the present ones.

    Args:
        secret: in base 32.
        code: six digits; blanks between them are ignored.
        now: the present.
        after: the last step used: a code that was seen over a shoulder opens nothing a second time.
    """
    typed = "".join(code.split()).encode()
    present = step_of(now)
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), typed):
            return step
    return None


def enrolment_link(secret: str, username: str, issuer: str) -> str:
    """The `otpauth://` address that an authenticator app opens."""
    label = quote(f"{issuer}:{username}")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer)}"
