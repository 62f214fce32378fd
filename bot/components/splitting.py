"""Finds where one message may hold several questions; the decision later judges which parts are questions."""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_PARTS = 4
_SHORTEST = 3
"""Characters below which a piece cannot be a question, and a word says nothing."""

_SENTENCES = re.compile(r"(?<=[?!.;\n])\s+|\n+|\s*;\s*")
_AND = (
    r"terus|trus|trs|lalu|kemudian|sama|sm|serta|dan|lawan|wan|kalih|juga|jg|plus|sekalian|sekaligus|abis itu|satu lagi"
)
_COMPARED = ("beda", "bedanya", "perbedaan", "perbedaannya")
_AGO = ("minggu", "mgg", "bulan", "bln", "tahun", "thn", "hari", "yang", "yg", "tempo")
_NOT_AFTER = "".join(rf"(?<!{word} )" for word in (*_COMPARED, *_AGO))
"""After these words "sama" and "dan" join what is compared, and "lalu" means "ago"."""
_JOINTS = re.compile(rf"[,.?!]?\s+{_NOT_AFTER}(?P<word>{_AND})\s+|\s*[,?]\s+|\?\s*", re.IGNORECASE)
_LED_BY = re.compile(rf"^(?:{_AND})\b[ ,]*", re.IGNORECASE)
_COMPARING = re.compile(
    r"\b(?:beda\w*|perbedaan\w*|banding\w*|vs|versus|hubungan\w*|selisih\w*|antara)\b", re.IGNORECASE
)
_DOING = re.compile(
    r"(?!berapa|dimana|mengenai|mengapa|dibanding)(?:me[mnl]?\w{4,}|ber\w{4,}|di\w{4,}|terima|jadi)\b", re.IGNORECASE
)
"""What "dan" joins to a verb goes on telling: "saya bertanya dan meminta penjelasan"."""

_ASKING = (
    "apa|apaan|apakah|opo|nopo|napa|narai|berapa|brp|brapa|barapa|piro|pinten|bagaimana|gimana|gmn|gmna|kayapa|piye|"
    "pripun|mana|dimana|dmn|pundi|kapan|kpn|siapa"
)
_ASKED = re.compile(rf"\b(?:{_ASKING})\b", re.IGNORECASE)
_INTERROGATIVE = re.compile(
    rf"\b(?:{_ASKING}|kenapa|knp|mengapa|\w*kah|ga|gak|nggak|tidak|tdk|kada|minta|mohon|tolong|tlg|jelaskan|perlu|butuh|"
    r"cari|unduh|mengunduh|tahu|tau|tanya|nanya|menanyakan)\b|\?",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    rf"\b(?:{_ASKING}|kenapa|knp|mengapa|kah|ga|gak|nggak|engga|kada|bisa|bs|bayar|buka|boleh|ada|beda\w*|cara\w*|kode|"
    r"syarat\w*|arti\w*|rumus\w*|data|angka|pengertian|definisi|\w+nya)\b|\?",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"(?:\w+ )?(?:saya|sy|kami|aku|ulun|gue|gw|kita|sebelum|sesudah|setelah|karena|krn|soalnya|waktu|kemarin|ini|untuk"
    r"|buat)\b",
    re.IGNORECASE,
)


def questions_in(text: str) -> list[str]:
    """The pieces of `text` that could each be a question, in order; one piece when it is not worth splitting.

    A comma splits only between two pieces that each ask something; "dan", "sekalian" and the like also between two
    things ("luas wilayah sama kepadatan penduduknya"), unless they are compared. Two questions may stand side by side
    without any joint ("webapi itu apa tokennya minta di mana").
    """
    pieces = [
        piece
        for sentence in _SENTENCES.split(text.strip())
        for joined in _at_joints(sentence)
        for piece in _side_by_side(joined)
    ]
    kept = [_LED_BY.sub("", piece.strip(" ,.")) for piece in pieces if len(piece.strip(" ,.?!")) >= _SHORTEST]
    return kept[:MOST_PARTS] if len(kept) > 1 else [text]


def asks(piece: str) -> bool:
    """Whether a piece may be a question; a longer one that only tells something is not ("kami punya kebun sawit")."""
    return bool(_INTERROGATIVE.search(piece)) or not _TELLING.match(piece.strip())


def asks_outright(piece: str) -> bool:
    """Whether a piece has an interrogative of its own ("… berapa", "apa itu …")."""
    return bool(_ASKED.search(piece))


def own_messages_in(text: str) -> list[str]:
    """The pieces that stand alone on a line and ask outright: questions sent one after another, no fragments of one."""
    lines = [_LED_BY.sub("", line.strip(" ,.")) for line in text.strip().split("\n") if asks_outright(line)]
    return lines if len(lines) > 1 else []


def _at_joints(sentence: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    comparing = bool(_COMPARING.search(sentence))
    for joint in _JOINTS.finditer(sentence):
        before, after = sentence[start : joint.start()], sentence[joint.end() :]
        both_ask = _QUESTION.search(before) and _QUESTION.search(after)
        two_things = joint["word"] and not comparing and _says(before) and _says(after) and not _DOING.match(after)
        if both_ask or two_things:
            pieces.append(before)
            start = joint.end()
    return [*pieces, sentence[start:]]


def _side_by_side(piece: str) -> Iterator[str]:
    """Two questions without a joint: one ends with its interrogative, and the next names something before its own."""
    for asked in _ASKED.finditer(piece):
        rest = piece[asked.end() :]
        following = _ASKED.search(rest)
        if following and _says(piece[: asked.start()]) and _says(rest[: following.start()]):
            yield piece[: asked.end()]
            yield from _side_by_side(rest)
            return
    yield piece


def _says(piece: str) -> bool:
    """Whether a piece has a word that can name something."""
    return any(len(word) >= _SHORTEST or word.isupper() for word in re.findall(r"\w+", piece))
