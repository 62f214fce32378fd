"""Resident memory (VmRSS) of the serving processes after 200 turns."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from bench.browser import ask_all
from bench.figures import Figures
from bench.questions import sure_questions
from bench.system import running

TURNS = 200
_RSS = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)
_RASA, _SERVICE = "/rasa run ", " -m bot serve"


def measure(place: Path) -> Figures:
    """Ask 200 questions, then look.

    Raises:
        ValueError: Rasa or the service is not among the launcher's children.
    """
    texts = sure_questions(place)[:TURNS]
    with running(place) as system:
        asyncio.run(ask_all(system.web, texts))
        return {
            "mem.rasa_mb": tree_mb(_child(system.process.pid, _RASA)),
            "mem.service_mb": tree_mb(_child(system.process.pid, _SERVICE)),
            "mem.launcher_mb": rss_mb(Path(f"/proc/{system.process.pid}/status").read_text(encoding="ascii")),
        }


def rss_mb(status: str) -> float:
    """MB of VmRSS in the text of /proc/<pid>/status.

    Raises:
        ValueError: it is not in the text.
    """
    found = _RSS.search(status)
    if found is None:
        raise ValueError("no VmRSS in the process's status: the process has ended")
    return int(found[1]) / 1024


def tree_mb(pid: int) -> float:
    """MB of a process and all below it; pages they share count once for each."""
    own = rss_mb(Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))
    return own + sum(tree_mb(child) for child in _children(pid))


def _child(pid: int, mark: str) -> int:
    for child in _children(pid):
        line = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        if mark in line:
            return child
    raise ValueError(f"no child of {pid} has `{mark}` in its command line")


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for child in task.read_text(encoding="ascii").split()
    ]
