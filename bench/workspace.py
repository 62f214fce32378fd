"""A copy of the project to measure in, so that nothing of the developer's own is trained over, edited or filled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]

_FILES = (
    "config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "office.yml", "texts.id.yml", "pyproject.toml",
    "requirements.txt",
)  # fmt: skip
_FOLDERS = ("bot", "actions", "data")
_MODEL = ("models/pst.tar.gz", "models/pst.sources")
_EMBEDDINGS = "var/embeddings.sqlite"
_LIMITS = "bot/web/limits.py"
_PER_SESSION = "PER_SESSION = Rate(count=20, seconds=10)"


@contextmanager
def copied(*, trained: bool = True) -> Iterator[Path]:
    """A temporary copy of the project below var/, with its own `var/`.

    Args:
        trained: with the trained model, brought up to date if it is not; else without model and caches.

    Raises:
        subprocess.CalledProcessError: the model was old and could not be trained.
    """
    (ROOT / "var").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "var") as name:
        place = Path(name)
        _copy(place)
        if trained:
            _take_model(place)
            subprocess.run(command("train"), cwd=place, env=environment(place / "var"), check=True, stdout=sys.stderr)
        yield place


def command(*arguments: str) -> list[str]:
    """A command line of the product."""
    return [sys.executable, "-m", "bot", *arguments]


def environment(var: Path, **settings: str) -> dict[str, str]:
    """This process's variables without any PST_ setting but `settings` and PST_VAR."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PST_")}
    return plain | {"PST_VAR": str(var), "RASA_TELEMETRY_ENABLED": "false", **settings}


@contextmanager
def lifted_session_limit(place: Path) -> Iterator[None]:
    """Let one conversation write as fast as it is answered: a thousand turns at a person's pace last eight minutes.

    Args:
        place: a copy of the project; what is started in it during the block knows no limit a session.

    Raises:
        ValueError: the limit is no longer where it was.
    """
    path = place / _LIMITS
    text = path.read_text(encoding="utf-8")
    if _PER_SESSION not in text:
        raise ValueError(f"{_LIMITS}: `{_PER_SESSION}` is not there; change bench/workspace.py to what is")
    path.write_text(text.replace(_PER_SESSION, "PER_SESSION = Rate(count=10**6, seconds=1)"), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(text, encoding="utf-8")


def _copy(place: Path) -> None:
    for name in _FILES:
        shutil.copy2(ROOT / name, place / name)
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "models").mkdir()
    (place / "var").mkdir()


def _take_model(place: Path) -> None:
    """The model is linked, not copied: training puts a new file in its place and never writes into it."""
    for name in _MODEL:
        if (ROOT / name).exists():
            os.link(ROOT / name, place / name)
    if (ROOT / _EMBEDDINGS).exists():
        shutil.copy2(ROOT / _EMBEDDINGS, place / _EMBEDDINGS)
