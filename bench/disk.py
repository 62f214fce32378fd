"""The environment's size on disk: as it is, and without the tools that only tests need."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

from bench.figures import Figures

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_BLOCK = 4096


def measure(place: Path) -> Figures:
    """Weigh `.venv`, then take off the distributions that requirements.txt does not name."""
    whole = tree_mb(Path(sys.prefix))
    runtime = pinned((place / "requirements.txt").read_text(encoding="utf-8"))
    extra = [each for each in distributions() if canonical(each.name) not in runtime]
    return {"disk.venv_mb": whole, "disk.runtime_mb": whole - sum(map(_bytes, extra)) / 2**20}


def tree_mb(folder: Path) -> float:
    """MB of a folder as `du` counts: blocks, a linked file once."""
    told = subprocess.run(["du", "-sk", str(folder)], check=True, capture_output=True, text=True).stdout
    return int(told.split()[0]) / 1024


def pinned(requirements: str) -> frozenset[str]:
    """Canonical names of what a requirements file pins."""
    return frozenset(canonical(name) for name in _PINNED.findall(requirements))


def canonical(name: str) -> str:
    """A distribution's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _bytes(distribution: Distribution) -> int:
    """What a distribution's files take on disk, with the bytecode Python has put beside them."""
    paths = {Path(str(distribution.locate_file(file))) for file in distribution.files or ()}
    bytecode = {
        compiled
        for path in paths
        if path.suffix == ".py"
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc")
    }
    return sum(-(-path.stat().st_size // _BLOCK) * _BLOCK for path in paths | bytecode if path.is_file())
