"""The real product, started as `make run` starts it, on free ports; only what was started here is ended here."""

from __future__ import annotations

import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.workspace import command, environment

SECRET = "bench-secret-of-a-temporary-copy-only"
_READY_WITHIN_S = 120.0
_LOOK_S = 0.05
_GRACE_S = 30.0


class NotReady(Exception):
    """The system did not become ready."""


@dataclass(frozen=True, kw_only=True)
class System:
    """A started product."""

    web: str  # base URL of the service
    rasa: str  # base URL of Rasa
    process: subprocess.Popen[bytes]  # `python -m bot run`
    log: Path


@contextmanager
def started(place: Path, **more: str) -> Iterator[System]:
    """Start `python -m bot run` in a copy of the project, with an empty database; it is not ready yet."""
    web, rasa = free_ports(2)
    settings = {"PST_PORT": str(web), "PST_RASA_PORT": str(rasa), "PST_RASA_SECRET": SECRET, **more}
    var = Path(tempfile.mkdtemp(prefix="run-", dir=place / "var"))
    log = var / "run.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command("run"), cwd=place, env=environment(var, **settings), stdout=output, stderr=output
        )
    with ended(process):
        yield System(web=f"http://127.0.0.1:{web}", rasa=f"http://127.0.0.1:{rasa}", process=process, log=log)


@contextmanager
def running(place: Path, **more: str) -> Iterator[System]:
    """The same, ready to answer.

    Args:
        place: a copy of the project.
        more: further settings.

    Raises:
        NotReady: it was not within two minutes.
    """
    with started(place, **more) as system:
        wait_until_ready(f"{system.web}/readyz", system.process, system.log)
        yield system


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End the process at the end of the block, politely first."""
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until `url` answers 200.

    Raises:
        NotReady: it did not within two minutes, or the process ended; the message has the log's last lines.
    """
    deadline = time.monotonic() + _READY_WITHIN_S
    while not _answers(url):
        if time.monotonic() > deadline or process.poll() is not None:
            last = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
            raise NotReady(f"{url} gave no 200 within {_READY_WITHIN_S:.0f} s, or its process ended; {log}:\n{last}")
        time.sleep(_LOOK_S)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on; held all at once, so that no two are the same."""
    with ExitStack() as held:
        sockets = [held.enter_context(closing(socket.socket())) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
