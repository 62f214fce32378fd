"""Finds where one message may hold several questions; the decision later judges which parts are questions."""

from __future__ import annotations

import re

MOST_PARTS = 4
_SENTENCES = re.compile(r"(?<=[?!.;\n])\s+|\n+|\s*;\s*")
_COMPARING = "".join(rf"(?<!{word} )" for word in ("beda", "bedanya", "perbedaan", "perbedaannya"))
"""After these words "sama" and "dan" join what is compared, not two questions."""
_JOINTS = re.compile(
    rf"[,.?!]?\s+{_COMPARING}"
    r"(?:terus|trus|trs|lalu|kemudian|sama|sm|serta|dan|lawan|juga|jg|plus|trus juga|sekalian|abis itu)\s+"
    r"|\s*[,?]\s+|\?\s*",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\b(?:apa|apaan|apakah|napa|narai|berapa|brp|brapa|barapa|bagaimana|gimana|gmn|gmna|kayapa|mana|dimana|dmn|kapan|kpn|"
    r"siapa|kenapa|knp|mengapa|kah|ga|gak|nggak|engga|kada|bisa|bs|bayar|buka|boleh|ada|beda\w*|cara\w*|kode|syarat\w*|"
    r"arti\w*|rumus\w*|data|angka|pengertian|definisi|\w+nya)\b|\?",
    re.IGNORECASE,
)
_INTERROGATIVE = re.compile(
    r"\b(?:apa|apaan|apakah|napa|berapa|brp|brapa|barapa|bagaimana|gimana|gmn|gmna|kayapa|mana|dimana|dmn|kapan|kpn|siapa|"
    r"kenapa|knp|mengapa|\w+kah|ga|gak|nggak|tidak|tdk|kada|minta|mohon|tolong|tlg|jelaskan|perlu|cari|tanya|nanya|menanyakan)"
    r"\b|\?",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"(?:\w+ )?(?:saya|sy|kami|aku|ulun|gue|gw|kita|sebelum|sesudah|setelah|karena|krn|soalnya|waktu|kemarin|ini|untuk"
    r"|buat)\b",
    re.IGNORECASE,
)
_SHORTEST = 3
"""Characters below which a piece cannot be a question."""


def questions_in(text: str) -> list[str]:
    """The pieces of `text` that could each be a question, in order; one piece when it is not worth splitting.

    A joint such as "dan" or a comma splits only between two pieces that each ask something ("jam buka brp, terus
    bayar ga"); "ekspor dan impor" stays whole.
    """
    pieces: list[str] = []
    for sentence in _SENTENCES.split(text.strip()):
        pieces.extend(_at_joints(sentence))
    kept = [piece.strip(" ,.") for piece in pieces if len(piece.strip(" ,.?!")) >= _SHORTEST]
    return kept[:MOST_PARTS] if len(kept) > 1 else [text]


def asks(piece: str) -> bool:
    """Whether a piece may be a question; a longer one that only tells something is not ("kami punya kebun sawit")."""
    return bool(_INTERROGATIVE.search(piece)) or not _TELLING.match(piece.strip())


def _at_joints(sentence: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for joint in _JOINTS.finditer(sentence):
        before, after = sentence[start : joint.start()], sentence[joint.end() :]
        if _QUESTION.search(before) and _QUESTION.search(after):
            pieces.append(before)
            start = joint.end()
    return [*pieces, sentence[start:]]
