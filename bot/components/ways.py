"""Questions about consulting itself, which have an answer for each way to consult (stories 21c)."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.components.decision import Ranking

_CHAT = "whatsapp"
"""The way of everybody who writes here: web chat and Telegram follow WhatsApp (stories 17)."""
_WAYS = (_CHAT, "langsung", "silastik")
_ENTRY = re.compile(rf"(layanan_(?:waktu|prosedur|persyaratan|penutupan))_({'|'.join(_WAYS)})")
_NAMES_WAY = re.compile(
    r"\b(?:whats ?app|wa|wasap+|chat\w*|obrolan|telegram"
    r"|langsung|tatap muka|\w*kantor|datang\w*|loket|(?:ber)?kunjung\w*|pengunjung|(?:ber)?tamu|ruang\w*"
    r"|(?:meng)?antr[ei]\w*|(?:mem)?bawa\w*|offline|walk|on site|hadir|mampir|tiba|se(?:tiba|sampai)\w*|\w*panggil"
    r"|sil\w*st\w*k|portal\w*|web\w*|situs\w*|laman|pst|daring|online|internet|akun\w*|login|masuk|\w*daftar"
    r"|transaksi\w*|klik|aplikasi)\b"
)
"""Words of one way, in the normal form: a visit has a counter, the portal has accounts and transactions."""


def names_way(normal: str) -> bool:
    """Whether a message says by which way one would consult."""
    return _NAMES_WAY.search(normal) is not None


def other_ways(faq: str) -> tuple[str, ...]:
    """The entries about the same by the other ways; empty for any other entry."""
    match = _ENTRY.fullmatch(faq)
    return tuple(f"{match[1]}_{way}" for way in _WAYS if way != match[2]) if match else ()


def by_own_way(ranking: Ranking, before: str | None) -> Ranking:
    """A ranking in which entries about the same count together for the way the person is on, or has just asked about.

    Args:
        ranking: of a message that names no way.
        before: the entry answered last.
    """
    spoken_of = _ENTRY.fullmatch(before or "")
    ways = (spoken_of[2] if spoken_of else _CHAT, _CHAT)
    known = {label for label, _ in ranking}
    shares: dict[str, float] = {}
    for label, share in ranking:
        own = _own(label, ways, known)
        shares[own] = shares.get(own, 0.0) + share
    return sorted(shares.items(), key=lambda pair: -pair[1])


def _own(label: str, ways: Collection[str], known: Collection[str]) -> str:
    intent, _, faq = label.partition("/")
    match = _ENTRY.fullmatch(faq)
    own = (f"{intent}/{match[1]}_{way}" for way in ways) if match else ()
    return next((each for each in own if each in known), label)
