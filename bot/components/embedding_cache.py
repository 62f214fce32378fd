"""Sentence embeddings kept by encoder and text, so that training again costs only what changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.components import resources

Encode = Callable[[list[str]], NDArray[np.float32]]

_SCHEMA = "CREATE TABLE IF NOT EXISTS embedding (encoder TEXT, text TEXT, row BLOB, PRIMARY KEY (encoder, text))"
_BATCH = 64
"""Texts encoded in one call: what a process that is late may leave to wait for."""


def cache_path() -> Path:
    """Where the training of this project keeps the file."""
    return Path(os.environ.get("PST_VAR", "var")) / resources.EMBEDDINGS


class EmbeddingCache:
    """A file that any process may lose: what is missing is computed again. Only training examples are kept in it.

    Several processes may fill it at once: each looks again before a batch, and encodes only what is still missing.
    """

    def __init__(self, path: Path, encoder: str, encode: Encode) -> None:
        """Remember where and with what to encode; nothing is opened yet.

        Args:
            path: the SQLite file.
            encoder: name and version of the encoder, part of the key.
            encode: texts to rows, shape (len(texts), dimensions).
        """
        self._path = path
        self._encoder = encoder
        self._encode = encode

    def rows(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of `texts`, in their order: shape (len(texts), dimensions)."""
        try:
            return self._rows(texts)
        except sqlite3.OperationalError:
            raise  # locked or full: nothing is wrong with the content
        except sqlite3.DatabaseError:
            self._path.unlink()
            return self._rows(texts)

    def fill(self, texts: Sequence[str], share: int, of: int) -> None:
        """Encode what is missing in every `of`-th batch, beginning with number `share`, from the front."""
        with self._opened() as database:
            for batch in _batches(dict.fromkeys(texts))[share::of]:
                self._batch(database, batch)

    def _rows(self, texts: Sequence[str]) -> NDArray[np.float32]:
        with self._opened() as database:
            known = self._all(database)
            missing = _batches(text for text in dict.fromkeys(texts) if text not in known)
            for batch in reversed(missing):  # others fill from the front
                known |= self._batch(database, batch)
        return np.stack([np.frombuffer(known[text], dtype=np.float32) for text in texts])

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=30)) as database:
            database.execute("PRAGMA synchronous=OFF")
            database.execute(_SCHEMA)
            yield database

    def _all(self, database: sqlite3.Connection) -> dict[str, bytes]:
        return dict(database.execute("SELECT text, row FROM embedding WHERE encoder = ?", (self._encoder,)))

    def _batch(self, database: sqlite3.Connection, texts: list[str]) -> dict[str, bytes]:
        """Rows of a batch: those that another process has put there meanwhile, and the others encoded now."""
        marks = ", ".join("?" * len(texts))
        query = f"SELECT text, row FROM embedding WHERE encoder = ? AND text IN ({marks})"
        known = dict(database.execute(query, (self._encoder, *texts)))
        missing = [text for text in texts if text not in known]
        if not missing:
            return known
        fresh = {text: row.tobytes() for text, row in zip(missing, self._encode(missing), strict=True)}
        with database:
            database.executemany(
                "INSERT OR REPLACE INTO embedding VALUES (?, ?, ?)",
                [(self._encoder, text, row) for text, row in fresh.items()],
            )
        return known | fresh


def _batches(texts: Iterable[str]) -> list[list[str]]:
    listed = list(texts)
    return [listed[start : start + _BATCH] for start in range(0, len(listed), _BATCH)]
