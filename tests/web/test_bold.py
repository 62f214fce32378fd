"""Bold words in the console's transcript."""

from __future__ import annotations

import pytest

from bot.web.console.bold import bold_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ketik *batal* untuk berhenti.", [("Ketik ", False), ("batal", True), (" untuk berhenti.", False)]),
        ("*Nomor*:\n*PST-1*", [("Nomor", True), (":\n", False), ("PST-1", True)]),
        ("2*3*4 dan * bintang", [("2*3*4 dan * bintang", False)]),
        ("*<b>x</b>*", [("<b>x</b>", True)]),  # markup stays text
        ("", []),
    ],
)
def test_bold_is_what_the_chat_shows_bold(text: str, parts: list[tuple[str, bool]]) -> None:
    """Issue 2: the officer reads what the person sees, without raw asterisks."""
    assert list(bold_parts(text)) == parts
