"""Whom a story names (service_rules 10.4, stories 5): people by their names, never accounts by their post."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.accounts import Role, User
from bot.core.called_names import OFFICE_WORDS, called, load_office_words, named_in, words_of
from bot.core.errors import ConfigError
from tests.conftest import ROOT

WORDS = load_office_words(ROOT / OFFICE_WORDS) | words_of("BPS Kabupaten Seruyan")


def user(name: str, username: str, *, active: bool = True) -> User:
    return User(
        id=username,
        username=username,
        name=name,
        roles=frozenset({Role.PENGADUAN}),
        password_hash="",
        active=active,
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("name", "username", "story", "is_named"),
    [
        ("Zainal Arifin, S.ST.", "zainal", "kemarin Pak ZAINAL membentak saya", True),
        ("Zainal Arifin, S.ST.", "zainal", "pak arifin tidak ada di tempat", True),
        ("Zainal Arifin", "zainal", "Zainalabidin datang terlambat", False),  # whole words
        ("Petugas 1", "siti.aminah", "bu siti tidak ramah", True),  # the user name is a name too
        ("Kepala BPS Kabupaten Seruyan", "kepala", "kepala saya pusing menunggu di kantor seruyan", False),
        ("Petugas Layanan", "petugas1", "petugas di loket membentak saya", False),
        ("Ibu Ani Wati", "ibu.ani", "ibu itu marah-marah", False),
        ("Ibu Ani Wati", "ibu.ani", "namanya Ani", True),
        ("Al Wi", "al", "al wi tidak melayani saya", False),  # shorter than three letters: in too many stories
    ],
)
def test_named_by_a_name_that_somebody_is_called_by(name: str, username: str, story: str, is_named: bool) -> None:
    """10.4: hidden from who is named; *kepala* and *petugas* in a story are nobody's name."""
    assert (named_in(story, [user(name, username)], WORDS) == {username}) is is_named
    assert named_in(story, [user(name, username, active=False)], WORDS) == frozenset()


@pytest.mark.parametrize(("name", "username"), [("Admin", "admin"), ("Kepala Kantor", "kepala"), ("Petugas 2", "pst2")])
def test_an_account_named_after_a_post_has_no_name(name: str, username: str) -> None:
    """10.4: the admin is told of such an account, since no story can be known to be about it."""
    assert called(name, username, WORDS) == frozenset()


def test_the_list_is_the_offices_to_change() -> None:
    """One word a line in small letters, each once, none shorter than what counts as a name."""
    lines = (ROOT / OFFICE_WORDS).read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert words == sorted(set(words))
    assert all(words_of(word) == {word} for word in words)


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    """Without the list every *petugas* in a story would name somebody."""
    with pytest.raises(ConfigError, match=r"kata\.txt: tidak dapat dibaca"):
        load_office_words(tmp_path / "kata.txt")
