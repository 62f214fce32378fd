"""Webhooks that could not be stored: kept as files, in their order, until the database is back."""

import os
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path

from bot.store.folder import write_durably

_SUFFIX = ".webhook"
_SET_ASIDE = ".poison"


class Spool:
    """One folder, which several processes may share.

    A file's name is the time it was kept, the process, and the channel; its content is the body as it came.
    """

    def __init__(self, folder: Path, nanoseconds: Callable[[], int] = time.time_ns) -> None:
        self._folder = folder
        self._nanoseconds = nanoseconds
        self._lock = threading.Lock()
        self._last = 0
        self._mark = f"{os.getpid()}.{uuid.uuid4().hex[:6]}"

    def keep(self, channel: str, body: bytes) -> None:
        """Keep a body durably.

        Raises:
            OSError: that is impossible too; the provider must be told to come again.
        """
        with self._lock:
            self._last = max(self._last + 1, self._nanoseconds())
            write_durably(self._folder / f"{self._last:020d}.{self._mark}-{channel}{_SUFFIX}", body)

    def waiting(self) -> list[Path]:
        """What waits, oldest first."""
        return sorted(self._folder.glob(f"*{_SUFFIX}"))

    def replay(self) -> Iterator[tuple[str, bytes, Path]]:
        """Channel, body and file of what waits; the caller removes a file once its content is stored."""
        for path in self.waiting():
            with suppress(FileNotFoundError):  # another process has stored it meanwhile
                yield path.stem.rpartition("-")[2], path.read_bytes(), path

    def forget(self, words: Collection[str]) -> int:
        """Remove set-aside webhooks that hold any of these words; their number."""
        hidden = [word.encode() for word in words if word]
        gone = 0
        for path in self._folder.glob(f"*{_SET_ASIDE}"):
            with suppress(FileNotFoundError):
                body = path.read_bytes()
                if any(word in body for word in hidden):
                    path.unlink()
                    gone += 1
        return gone

    def set_aside(self, path: Path) -> None:
        """Keep a file that cannot be stored, out of the way of the others."""
        with suppress(FileNotFoundError):
            path.rename(path.with_suffix(_SET_ASIDE))
