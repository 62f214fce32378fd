"""Words fitted into a provider's limits; two different things never look the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.text import ELLIPSIS, distinct_titles, numbered, shorten

WORDS = st.text(alphabet="abc É.\n,;日", max_size=120)


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        pytest.param("Angka", 20, "Angka", id="fits"),
        pytest.param("a" * 20, 20, "a" * 20, id="fits exactly"),
        pytest.param("Jumlah penduduk menurut desa", 20, "Jumlah penduduk…", id="cut at a word"),
        pytest.param("Kependudukan,kemiskinan", 20, "Kependudukan,kemisk…", id="one long word is cut inside"),
        pytest.param("Angka kemiskinan, dan lainnya", 20, "Angka kemiskinan…", id="no comma before the dots"),
    ],
)
def test_shortening(text: str, limit: int, shown: str) -> None:
    """stories 11: titles stay readable within 20 characters."""
    assert shorten(text, limit) == shown


@given(text=WORDS, limit=st.integers(4, 40))
def test_shortened_never_exceeds_the_limit(text: str, limit: int) -> None:
    """A title one character too long is refused by the provider, and with it the whole reply."""
    shown = shorten(text, limit)
    assert len(shown) <= limit
    assert shown == text if len(text) <= limit else shown.endswith(ELLIPSIS)


@given(titles=st.lists(WORDS, max_size=10), limit=st.integers(8, 24))
def test_titles_never_become_equal(titles: list[str], limit: int) -> None:
    """Issue 3, point 1: shortened to the limits without ever becoming equal; empty ones are refused by providers."""
    shown = distinct_titles(titles, limit)
    assert len(shown) == len(titles)
    assert len({title.casefold() for title in shown}) == len(titles)
    assert all(0 < len(title) <= limit for title in shown)
    assert all(title == title.strip() for title in shown)


def test_titles_that_differ_only_at_their_end() -> None:
    """stories 11: the person must be able to choose between them."""
    desa = [f"Jumlah penduduk menurut desa {name}" for name in ("Hanau", "Pembuang")]
    assert distinct_titles(desa, 20) == ["Jumlah penduduk…", "Jumlah penduduk… 2"]


def test_titles_that_fit_stay_as_they_are() -> None:
    """Nothing is changed without need."""
    assert distinct_titles(["Angka", "Penjelasan"], 20) == ["Angka", "Penjelasan"]


def test_numbers_below_the_text() -> None:
    """Issue 3, point 3: a number ("2") chooses where there are no buttons."""
    assert numbered("Maksud Anda:", ["Angka", "Penjelasan"]) == "Maksud Anda:\n1. Angka\n2. Penjelasan"
    assert numbered("Maksud Anda:", []) == "Maksud Anda:"
