"""Real processes of the small project, each ended by its own process id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

PYTHON = sys.executable
RASA = str(Path(sys.executable).parent / "rasa")
SECRET = "rahasia-uji-yang-cukup-panjang-untuk-hs256"
_READY_WITHIN_S = 90.0
_LOOK_S = 0.1


def environment(project: Path, **settings: str) -> dict[str, str]:
    """This machine's variables without its own PST_ settings, and with the given ones."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PST_")}
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
    return own | quiet | {"PST_VAR": str(project / "var")} | settings


def wait_until(holds: Callable[[], bool], what: str, within_s: float = _READY_WITHIN_S) -> None:
    """Look again and again until something holds.

    Raises:
        AssertionError: naming what did not happen in time.
    """
    ends = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < ends, f"not within {within_s:.0f} s: {what}"
        time.sleep(_LOOK_S)


def answers(url: str) -> bool:
    """Whether a GET gives 200."""
    try:
        return httpx.get(url, timeout=2, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


class Process:
    """A child that writes to a log file; `start` and `kill` may be repeated."""

    def __init__(self, command: list[str], folder: Path, variables: Mapping[str, str], log: Path, ready: str) -> None:
        self._command = command
        self._folder = folder
        self._variables = dict(variables)
        self._ready = ready
        self.log = log
        self.popen: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.popen is not None, "not started"
        return self.popen.pid

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.popen = subprocess.Popen(
                self._command, cwd=self._folder, env=self._variables, stdout=output, stderr=output
            )

    def wait_ready(self) -> None:
        def ready() -> bool:
            assert self.popen is not None
            assert self.popen.poll() is None, f"{self._command[:4]} ended:\n{self.log.read_text()[-2000:]}"
            return answers(self._ready)

        wait_until(ready, f"{self._ready} answers; log:\n{self.log}")

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        """As by kill -9."""
        assert self.popen is not None
        self.popen.kill()
        self.popen.wait(10)

    def stop(self) -> None:
        """However it stands, it is gone afterwards."""
        if self.popen is None or self.popen.poll() is not None:
            return
        self.signal(signal.SIGCONT)
        self.popen.terminate()
        try:
            self.popen.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()


def rasa_process(project: Path, port: int, service_port: int, log: Path) -> Process:
    """Rasa as the supervisor starts it."""
    command = [RASA, "run", "--model", "models/pst.tar.gz", "--interface", "127.0.0.1", "--port", str(port)]
    variables = environment(project, PST_RASA_SECRET=SECRET, PST_PORT=str(service_port))
    return Process(command, project, variables, log, f"http://127.0.0.1:{port}/webhooks/turn/")


def run(command: list[str], project: Path, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project to its end; output and errors come together."""
    return subprocess.run(
        command,
        cwd=project,
        env=environment(project, **settings),
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
