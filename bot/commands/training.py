"""Keeps the trained model as new as its sources, and never puts a broken one in its place."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from bot.commands.encoding import encoding_ahead
from bot.commands.processor import openblas_kernel, processor_abilities
from bot.core.office import load_office
from bot.knowledge.check import load_and_check

MODEL = Path("models/pst.tar.gz")
_STAMP = Path("models/pst.sources")
_FRESH = "baru"
_SOURCES = ("config.yml", "domain.yml", "requirements.txt", "bot/core/indonesian.py")
_FOLDERS = ("data", "bot/components")
_STEP = re.compile(r"Starting to train component '(\w+)'")
_STEPS = {
    "NgramFeaturizer": "mempelajari kata dan potongan kata",
    "SentenceEmbedder": "mempelajari makna kalimat (paling lama pada kali pertama)",
    "FaqClassifier": "mempelajari pertanyaan tiap entri",
    "RulePolicy": "mempelajari aturan percakapan",
}


class TrainingFailed(Exception):
    """Rasa could not train; the message holds its last lines."""


def is_stale() -> bool:
    """Whether the model is missing or its sources have changed since it was trained."""
    return not MODEL.exists() or not _STAMP.exists() or _STAMP.read_text(encoding="ascii") != sources_hash()


def train(var: Path, tell: Callable[[str], None]) -> None:
    """Check the knowledge base, train beside the present model, then put the new one in its place.

    Args:
        var: where the embeddings are kept.
        tell: gets one line of progress at a time, in Indonesian.

    Raises:
        KnowledgeBaseInvalid: with file and line of every blocking fault; the present model stays.
        TrainingFailed: Rasa refused; the present model stays.
    """
    tell("Memeriksa basis pengetahuan …")
    zone = load_office(Path("office.yml")).timezone
    entries = load_and_check(
        Path("data/faq"), Path("office.yml"), Path("data/bahasa/slang.csv"), datetime.now(zone).date()
    )
    stamp = sources_hash()
    tell(f"Melatih asisten dengan {len(entries)} entri; kali pertama perlu sekitar satu menit.")
    MODEL.parent.mkdir(exist_ok=True)
    with encoding_ahead(entries, _environment(var)):
        _run_rasa(var, tell)
    os.replace(MODEL.parent / f"{_FRESH}.tar.gz", MODEL)
    _STAMP.write_text(stamp, encoding="ascii")
    tell("Selesai dilatih.")


def sources_hash() -> str:
    """One hash over the content of everything the model is made of."""
    digest = hashlib.sha256()
    for path in _source_files():
        digest.update(str(path).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _source_files() -> Iterator[Path]:
    yield from (Path(name) for name in _SOURCES)
    for folder in _FOLDERS:
        yield from sorted(
            path for path in Path(folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
        )


def _run_rasa(var: Path, tell: Callable[[str], None]) -> None:
    rasa = [sys.executable, "-m", "bot.components.rasa_cli"]
    command = [*rasa, "train", "--out", str(MODEL.parent), "--fixed-model-name", _FRESH, "--skip-validation"]
    last: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", env=_environment(var)
    ) as process:
        for line in process.stdout or ():
            last = [*last[-20:], line.rstrip()]
            if match := _STEP.search(line):
                tell(f"… {_STEPS.get(match[1], match[1])}")
    if process.returncode != 0:
        raise TrainingFailed("rasa train failed:\n" + "\n".join(last))


def _environment(var: Path) -> dict[str, str]:
    return {
        **openblas_kernel(processor_abilities()),
        **os.environ,
        "PST_VAR": str(var),
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
        # Whoever encodes has one core to itself; only the fitting (OpenBLAS) takes all of them.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": str(os.cpu_count() or 1),
    }
