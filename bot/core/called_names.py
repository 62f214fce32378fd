"""By which words a member of staff is named in a story: never by the words of an office (service_rules 10.4)."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from bot.core.accounts import User
from bot.core.errors import ConfigError

OFFICE_WORDS = "data/bahasa/kata_kantor.txt"
_WORD = re.compile(r"[^\W\d_]{3,}")
"""Letters only, so that `petugas1` is *petugas*; words shorter than three letters are in too many stories."""


def load_office_words(path: Path) -> frozenset[str]:
    """The content list of words that name nobody: one a line, `#` begins a remark.

    Raises:
        ConfigError: the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: tidak dapat dibaca. {error}") from error
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))


def words_of(text: str) -> frozenset[str]:
    """The words of a name or a story, in small letters."""
    return frozenset(_WORD.findall(text.casefold()))


def called(name: str, username: str, office_words: Collection[str]) -> frozenset[str]:
    """The words that somebody could be called by; empty when the account is named after a post, as `Petugas 1` is."""
    return (words_of(name) | words_of(username)) - frozenset(office_words)


def named_in(story: str, staff: Iterable[User], office_words: Collection[str]) -> frozenset[str]:
    """Ids of the active staff of whose names a whole word stands in a story (10.4, stories 5)."""
    told = words_of(story)
    return frozenset(user.id for user in staff if user.active and told & called(user.name, user.username, office_words))
