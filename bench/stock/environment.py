"""The stock project's own environment: Python 3.10 with the last Rasa as it was published."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

VERSION = "3.6.21"
_PYENV = Path.home() / ".pyenv/versions"


class PythonAbsent(Exception):
    """No Python 3.10 is at hand."""


def ensure(venv: Path) -> None:
    """Make the environment unless it is there.

    Raises:
        PythonAbsent: saying where one was looked for.
        subprocess.CalledProcessError: pip could not install.
    """
    if (venv / "bin/rasa").exists():
        return
    subprocess.run([str(find_python()), "-m", "venv", "--clear", str(venv)], check=True)
    pip = [str(venv / "bin/pip"), "install", "--quiet"]
    subprocess.run([*pip, "setuptools<71", "wheel"], check=True)  # Rasa imports pkg_resources
    subprocess.run([*pip, f"rasa=={VERSION}"], check=True)


def find_python() -> Path:
    """A Python 3.10: pyenv's, or the one on PATH (pyenv's shim there only works where 3.10 is chosen).

    Raises:
        PythonAbsent: there is none.
    """
    kept = sorted(_PYENV.glob("3.10.*/bin/python3.10"))
    found = kept[-1] if kept else shutil.which("python3.10")
    if found is None:
        raise PythonAbsent(f"stock Rasa needs Python 3.10; none in {_PYENV} nor on PATH as python3.10: install one")
    return Path(found)


def environment() -> dict[str, str]:
    """Variables for its processes: nothing of ours, no telemetry, few messages."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("PST_", "PYTHON"))}
    return plain | {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}
