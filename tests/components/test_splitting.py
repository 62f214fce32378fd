"""One message, several questions (language.md 2.6, stories 23)."""

from __future__ import annotations

import pytest

from bot.components.splitting import MOST_PARTS, own_messages_in, questions_in


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Kantor buka jam berapa? Alamatnya di mana?", ["Kantor buka jam berapa?", "Alamatnya di mana?"]),
        ("jam buka berapa dan alamatnya dimana", ["jam buka berapa", "alamatnya dimana"]),
        (
            "min jam buka brp, terus data mikro bayar ga sama kbli warung kode brp",
            ["min jam buka brp", "data mikro bayar ga", "kbli warung kode brp"],
        ),
        ("halo\nmau tanya ipm berapa", ["halo", "mau tanya ipm berapa"]),
        ("ipm seruyan 2023 sama pengangguran terbukanya", ["ipm seruyan 2023", "pengangguran terbukanya"]),
        ("luas panen padi wan nilai tukar petani", ["luas panen padi", "nilai tukar petani"]),
        ("webapi itu apa tokennya daftar di mana", ["webapi itu apa", "tokennya daftar di mana"]),
        ("kbki apaan kbji apaan", ["kbki apaan", "kbji apaan"]),
        ("sensus itu apa? Terus datanya dirahasiakan tidak?", ["sensus itu apa?", "datanya dirahasiakan tidak?"]),
    ],
)
def test_questions_are_taken_apart(text: str, pieces: list[str]) -> None:
    """Stories 23: a message with two questions gets both answers."""
    assert questions_in(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "luas panen, produksi padi",
        "bedanya sama kbli 2020 apa",
        "apa beda tpt dan tpak",
        "hubungan kemiskinan dan pengangguran",
        "saya guru dan mengajar di hanau",
        "minggu lalu sudah tanya",
        "berapa jumlah penduduk hanau",
        "apa itu ipm?",
        "",
        "😀",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    """Stories 23: what is compared, told or only listed is one matter; so is a word that means "ago"."""
    assert questions_in(text) == [text]


def test_never_more_than_four_parts() -> None:
    """Language.md 6: at most a few are answered; a wall of questions is not taken apart without end."""
    assert len(questions_in("? ".join(["ipm berapa"] * 20))) == MOST_PARTS


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("apa itu inflasi\nterus apa itu ipm?", ["apa itu inflasi", "apa itu ipm?"]),
        ("P\nmau tanya\ndata penduduk", []),  # fragments of one question
        ("kemiskinan seruyan\nberapa?", []),
        ("apa itu inflasi, apa itu ipm", []),  # one message
    ],
)
def test_questions_sent_one_after_another(text: str, own: list[str]) -> None:
    """Stories 12: fragments make one question; whole questions are each one."""
    assert own_messages_in(text) == own
