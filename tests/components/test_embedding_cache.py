"""Training again costs only what changed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.components.embedding_cache import EmbeddingCache


class Encoder:
    """Counts what it had to encode."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return np.array([[len(text), ord(text[0])] for text in texts], dtype=np.float32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var/embeddings.sqlite"


def test_a_second_call_encodes_nothing(path: Path) -> None:
    """Issue 2, numbers: training again after one edit takes a third of the time."""
    encoder = Encoder()
    first = EmbeddingCache(path, "e-1", encoder).rows(["ipm", "gini", "ipm"])
    again = EmbeddingCache(path, "e-1", encoder).rows(["gini", "ipm"])
    assert encoder.encoded == ["ipm", "gini"]
    assert first[[1, 0]].tolist() == again.tolist()


def test_only_what_is_new_is_encoded(path: Path) -> None:
    """One edit of one entry is one encoding."""
    encoder = Encoder()
    EmbeddingCache(path, "e-1", encoder).rows(["ipm", "gini"])
    EmbeddingCache(path, "e-1", encoder).rows(["ipm", "inflasi", "gini"])
    assert encoder.encoded == ["ipm", "gini", "inflasi"]


def test_another_encoder_has_its_own_rows(path: Path) -> None:
    """Rows of two versions must never be compared with each other."""
    encoder = Encoder()
    EmbeddingCache(path, "e-1", encoder).rows(["ipm"])
    EmbeddingCache(path, "e-2", encoder).rows(["ipm"])
    assert encoder.encoded == ["ipm", "ipm"]


def test_many_texts_come_in_their_order(path: Path) -> None:
    """Rows are matched to examples by position only."""
    texts = [chr(97 + n % 26) * (1 + n) for n in range(600)]
    rows = EmbeddingCache(path, "e-1", Encoder()).rows(texts)
    assert rows[:, 0].tolist() == list(range(1, 601))


@pytest.mark.parametrize("content", [b"", b"not a database at all, and long enough to be read as one" * 20])
def test_a_lost_or_broken_file_heals(path: Path, content: bytes) -> None:
    """The file may be lost at any time: what is missing is computed again."""
    path.parent.mkdir()
    path.write_bytes(content)
    encoder = Encoder()
    assert EmbeddingCache(path, "e-1", encoder).rows(["ipm"]).tolist() == [[3, 105]]
    EmbeddingCache(path, "e-1", encoder).rows(["ipm"])
    assert encoder.encoded == ["ipm"]


def test_shares_filled_ahead_are_not_encoded_again(path: Path) -> None:
    """Issue 2, numbers: two helpers and the training share the work, each text is encoded once."""
    texts = [chr(97 + n % 26) * (1 + n) for n in range(400)]
    first, second, training = Encoder(), Encoder(), Encoder()
    EmbeddingCache(path, "e-1", first).fill(texts, 0, 2)
    EmbeddingCache(path, "e-1", second).fill(texts[:160], 1, 2)
    rows = EmbeddingCache(path, "e-1", training).rows(texts)
    assert rows[:, 0].tolist() == list(range(1, 401))
    assert sorted(first.encoded + second.encoded + training.encoded) == sorted(texts)
    assert first.encoded
    assert second.encoded
    assert training.encoded
