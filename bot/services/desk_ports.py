"""Ports of the officers' console: notes, canned replies, and lists that are read in one query each."""
# ruff: noqa: D102 - a method whose name and types say all has no sentence of its own

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.core.canned import CannedReply
from bot.core.desk_lists import Found, Sent, Served
from bot.core.notes import Note


class Notes(Protocol):
    """Internal notes."""

    def add(self, note: Note) -> None: ...
    def of(self, conversation_id: str) -> list[Note]:
        """In the order in which they were written."""

    def by_key(self, conversation_id: str, key: str) -> Note | None: ...


class CannedReplies(Protocol):
    """Canned replies; titles are unique."""

    def all(self) -> list[CannedReply]:
        """By title."""

    def get(self, canned_id: str) -> CannedReply | None: ...
    def by_title(self, title: str) -> CannedReply | None:
        """Whatever the case of its letters."""

    def save(self, canned: CannedReply) -> None:
        """Add it, or store its new content."""

    def remove(self, canned_id: str) -> None: ...


class DeskLists(Protocol):
    """What the console's lists show."""

    def open(self) -> list[Served]:
        """Open consultations whose conversation waits or is held, in the order of the queue."""

    def heard(self, user_id: str) -> dict[str, int]:
        """For every conversation that this officer holds, the seq of the person's newest message."""

    def waiting(self) -> list[str]:
        """Numbers of those who wait, in the order of the queue."""

    def held_counts(self) -> dict[str, int]:
        """How many conversations each officer holds; officers without any are missing."""

    def closed(self, limit: int, offset: int) -> list[Found]:
        """Closed consultations, newest first."""

    def unchosen(self) -> list[Found]:
        """Closed ones that an officer took and whose category nobody has chosen, newest first."""

    def search(self, words: Sequence[str], limit: int, offset: int) -> list[Found]:
        """Consultations, open ones too, in which every word occurs, newest first."""

    def sent_by_officers(self, conversation_id: str, limit: int) -> list[Sent]:
        """The newest replies of officers, oldest first."""

    def authors(self, outbox_ids: Collection[str]) -> dict[str, str]:
        """Names of the officers who wrote these replies, by outbox id; what no officer wrote is missing."""
