"""What an answer to *atas nama siapa?* says: a name, none, or that nobody shall know it (service_rules 8.2)."""

import re

from bot.core.forms.reading import corrections_in, person_in
from bot.core.forms.words import FILLERS, is_yes, plain

_HIDE = frozenset(
    """
    anonim anonym anonimus anonymous rahasia rahasiakan dirahasiakan merahasiakan samaran samarkan disamarkan
    sembunyikan disembunyikan
    """.split()
)
_MENTION = frozenset("sebut sebutkan disebut disebutkan cantumkan dicantumkan tampilkan ditampilkan diketahui".split())
_NOT = frozenset("jangan tidak tdk gak ga nggak enggak ndak kada ora tanpa".split())
_NAME = frozenset("nama namanya identitas identitasnya nomor nomornya hp wa diri".split())
_BESIDE = FILLERS | frozenset(
    "saja aja sj haja wae deh lah secara sebagai dengan dgn pakai pake jadi agar supaya biar harap tetap".split()
)
_NEED = frozenset({"usah", "perlu"})
_SEND = frozenset("kirim kirimkan ajukan mengajukan".split())
_GO_ON = _SEND | frozenset("lewati lewat skip kosong kosongkan lanjut lanjutkan terserah bebas".split())
_IN_THE_NAME_OF = re.compile(r"^(?:atas nama|a/n|a\.n\.)\s+", re.IGNORECASE)
_PARTS = re.compile(r"[,.;\n]+")


def speaks_of_hiding(text: str) -> bool:
    """Whether anonymity is mentioned at all, as in a question about it."""
    return bool(_HIDE & set(plain(text).split()))


def hides(text: str) -> bool:
    """*Anonim saja*, *rahasiakan nama saya*, *jangan sebut nama saya*: when it is all that the message says."""
    words = set(plain(text).split())
    beside = words - _HIDE - _NAME - _BESIDE
    if words & _MENTION and words & _NOT:
        return bool(words & (_NAME | _HIDE)) and beside <= _MENTION | _NOT
    return bool(words & _HIDE) and not beside


def needs_no_name(text: str) -> bool:
    """*Tanpa nama*, *tidak usah*, *lewati saja*; and a mere *setuju* to what the question says it agrees to."""
    words = set(plain(text).split())
    beside = words - _NAME - _BESIDE
    if words & _NOT:
        waived = words & _NEED or ("tanpa" in words and words & _NAME)
        return bool(waived) and not words & _SEND and beside <= _NEED | _MENTION | _NOT
    return is_yes(text) or (bool(words & _GO_ON) and beside <= _GO_ON)


def named(text: str) -> str | None:
    """The name that a message is, or says beside other words: *jangan rahasia, nama saya Budi Santoso*."""
    said = next((found for part in _PARTS.split(text) if (found := corrections_in(part).get("name"))), None)
    if said or speaks_of_hiding(text):
        return said
    return person_in(_IN_THE_NAME_OF.sub("", text.strip()))
