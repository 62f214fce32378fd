"""Writes several text files as one step: all of them, or none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def write_all(texts: Mapping[Path, str]) -> None:
    """Write every text (UTF-8, LF) beside its file and then rename; what was renamed is put back if one fails.

    Raises:
        OSError: nothing has changed.
    """
    staged: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            staged[path] = path.with_name(f".{path.name}.baru")
            _write(staged[path], text.encode())
        _rename(staged)
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def _rename(staged: Mapping[Path, Path]) -> None:
    before = {path: path.read_bytes() if path.exists() else None for path in staged}
    renamed: list[Path] = []
    try:
        for path, temporary in staged.items():
            temporary.replace(path)
            renamed.append(path)
    except OSError:
        for path in renamed:
            old = before[path]
            if old is None:
                path.unlink()
            else:
                _write(path, old)
        raise


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
