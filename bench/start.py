"""From `make run` with a trained model to the first answer."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bench.browser import ask_all
from bench.figures import Figures
from bench.system import started, wait_until_ready

_QUESTION = "kantor bps buka jam berapa"


def measure(place: Path) -> Figures:
    """Start with an empty database, as on the first day, which is the slower case."""
    began = time.perf_counter()
    with started(place) as system:
        wait_until_ready(f"{system.web}/readyz", system.process, system.log)
        asyncio.run(ask_all(system.web, [_QUESTION]))
        return {"start.s": time.perf_counter() - began}
