"""The two processes of one machine: started together, watched, started again, and ended with their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.commands.training import MODEL
from bot.settings import Settings

_PR_SET_PDEATHSIG = 1
_GRACE_S = 15
_PAUSE_S = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Before starting a process again: it waits longer each time it dies soon after its start."""
_SOON_S = 30.0


@dataclass
class Child:
    """A process of ours.

    Attributes:
        name: for messages and its log file.
        command: what to run.
        environment: its variables.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_deaths: int = 0
    retry_at: float = field(default=0.0)

    def start(self) -> None:
        """Start it, writing to its log; it is ended when we are, however we end."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, env=dict(self.environment), stdout=output, stderr=output, preexec_fn=_die_with_parent
            )
        self.started_at = time.monotonic()

    def watch(self, tell: Callable[[str], None]) -> None:
        """Start it again when it has ended."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.retry_at:
            soon = now - self.started_at < _SOON_S
            self.quick_deaths = self.quick_deaths + 1 if soon else 0
            self.retry_at = now + _PAUSE_S[min(self.quick_deaths, len(_PAUSE_S) - 1)]
            tell(f"{self.name} berhenti (kode {self.process.returncode}); dimulai lagi. Catatan: {self.log}")
        elif now >= self.retry_at:
            self.retry_at = 0.0
            self.start()

    def stop(self) -> None:
        """Ask it to end, and end it when it does not within the grace time."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def rasa_process(settings: Settings) -> Child:
    """Rasa on loopback with the shared secret, without telemetry."""
    command = [
        str(Path(sys.executable).parent / "rasa"), "run", "--model", str(MODEL), "--interface", "127.0.0.1",
        "--port", str(settings.rasa_port),
    ]  # fmt: skip
    return Child(name="Rasa", command=command, environment=_environment(settings), log=settings.var / "log/rasa.log")


def service_process(settings: Settings) -> Child:
    """The service: gateway, dispatcher, console, actions."""
    command = [sys.executable, "-m", "bot", "serve"]
    return Child(
        name="Layanan", command=command, environment=_environment(settings), log=settings.var / "log/layanan.log"
    )


def _environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
        "PST_RASA_SECRET": settings.rasa_secret.value,
        "PST_PORT": str(settings.port),
        "PST_PUBLIC_ORIGIN": settings.public_origin or "",  # also where .env alone has it: answers name our pages
        # One thread each: two that wait for one another halve what eight people get from two cores.
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
    }


def _die_with_parent() -> None:
    """Linux ends the child when the parent dies; Ctrl-C reaches the parent alone, which stops the children in order."""
    ctypes.CDLL("libc.so.6", use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    os.setpgrp()
