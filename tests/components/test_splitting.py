"""One message, several questions (language.md 2.6, stories 23)."""

from __future__ import annotations

import pytest

from bot.components.splitting import MOST_PARTS, questions_in


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
    ],
)
def test_questions_are_taken_apart(text: str, pieces: list[str]) -> None:
    """Stories 23: a message with two questions gets both answers."""
    assert questions_in(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "data ekspor dan impor seruyan",
        "jumlah penduduk laki-laki dan perempuan",
        "luas panen, produksi, dan produktivitas padi",
        "bedanya sama kbli 2020 apa",
        "apa beda tpt dan tpak",
        "apa itu ipm?",
        "",
        "😀",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    """A joint splits only between two pieces that each ask something."""
    assert questions_in(text) == [text]


def test_never_more_than_four_parts() -> None:
    """Language.md 6: at most a few are answered; a wall of questions is not taken apart without end."""
    assert len(questions_in("? ".join(["ipm berapa"] * 20))) == MOST_PARTS
