"""What is wrong with a knowledge base file, said so that its editor can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.errors import PstError


@dataclass(frozen=True, order=True)
class Fault:
    """One fault, with the place and the remedy, in Indonesian."""

    path: Path
    line: int
    problem: str
    remedy: str
    blocks: bool = True
    """A fault that blocks stops training; the others are advice."""

    def __str__(self) -> str:
        kind = "" if self.blocks else "saran: "
        return f"{self.path}:{self.line}: {kind}{self.problem} {self.remedy}"


class KnowledgeBaseInvalid(PstError):
    """The knowledge base cannot be read or must not be published; `faults` says why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
