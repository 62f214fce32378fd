"""Sentence embeddings kept by encoder and text, so that training again costs only what changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Encode = Callable[[list[str]], NDArray[np.float32]]

_SCHEMA = "CREATE TABLE IF NOT EXISTS embedding (encoder TEXT, text TEXT, row BLOB, PRIMARY KEY (encoder, text))"
_BATCH = 256


class EmbeddingCache:
    """A file that any process may lose: what is missing is computed again. Only training examples are kept in it."""

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

    def _rows(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=30)) as database:
            database.execute(_SCHEMA)
            known = dict(database.execute("SELECT text, row FROM embedding WHERE encoder = ?", (self._encoder,)))
            missing = [text for text in dict.fromkeys(texts) if text not in known]
            for start in range(0, len(missing), _BATCH):
                batch = missing[start : start + _BATCH]
                fresh = {text: row.tobytes() for text, row in zip(batch, self._encode(batch), strict=True)}
                known |= fresh
                with database:
                    database.executemany(
                        "INSERT OR REPLACE INTO embedding VALUES (?, ?, ?)",
                        [(self._encoder, text, row) for text, row in fresh.items()],
                    )
        return np.stack([np.frombuffer(known[text], dtype=np.float32) for text in texts])
