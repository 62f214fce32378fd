"""Our two processes: watched, started again with growing pauses, ended with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands import processes
from bot.commands.processes import Child, rasa_process, service_process
from bot.settings import load_settings
from tests.small_project.processes import wait_until

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('siap', flush=True); time.sleep(60)",
]


def _child(tmp_path: Path, command: list[str]) -> Child:
    return Child(name="Rasa", command=command, environment=os.environ, log=tmp_path / "log/rasa.log")


def test_a_process_that_ended_is_told_and_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 2: a killed process comes back by itself; said once."""
    monkeypatch.setattr(processes, "_PAUSE_S", (0.0,))
    child, said = _child(tmp_path, SLEEPER), list[str]()
    child.start()
    assert child.process is not None
    first = child.process.pid
    child.watch(said.append)
    assert said == []
    child.process.kill()
    child.process.wait()
    for _ in range(3):
        child.watch(said.append)
    try:
        assert len(said) == 1
        assert "log/rasa.log" in said[0]
        assert child.process.pid != first
        assert child.process.poll() is None
    finally:
        child.stop()


def test_pauses_grow_while_it_keeps_dying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that cannot start must not be started in a circle without breath."""
    now = [1000.0]
    monkeypatch.setattr("bot.commands.processes.time.monotonic", lambda: now[0])
    child = _child(tmp_path, [sys.executable, "-c", ""])
    pauses = []
    child.start()
    for _ in range(6):
        assert child.process is not None
        child.process.wait()
        child.watch(lambda _: None)
        pauses.append(child.retry_at - now[0])
        now[0] = child.retry_at
        child.watch(lambda _: None)
    assert pauses == sorted(pauses)
    assert pauses[-1] == processes._PAUSE_S[-1]
    child.stop()


def test_one_that_does_not_listen_is_ended_after_the_grace_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 2.1: stops cleanly on Ctrl-C, whatever its children do."""
    monkeypatch.setattr(processes, "_GRACE_S", 0.2)
    child = _child(tmp_path, STUBBORN)
    child.start()
    wait_until(lambda: "siap" in child.log.read_text(), "the child ignores SIGTERM", 10)
    child.stop()
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL
    child.stop()


def test_a_killed_parent_takes_its_children_along(tmp_path: Path) -> None:
    """Issue 2: kill -9 of `make run` leaves no process behind that would hold the ports."""
    script = (
        "import os, time; from pathlib import Path; from bot.commands.processes import Child\n"
        f"child = Child(name='x', command={SLEEPER!r}, environment=os.environ, log=Path({str(tmp_path / 'log')!r}))\n"
        "child.start(); print(child.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    wait_until(lambda: not _runs(pid), "the child ends", 10)


def _runs(pid: int) -> bool:
    """Whether it lives; an ended process that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_rasa_knows_the_public_address_too(tmp_path: Path) -> None:
    """Stories 24f: an answer names the page of the standard, also where only .env has the address."""
    settings = load_settings({"PST_VAR": str(tmp_path), "PST_PUBLIC_ORIGIN": "https://tanya.kantor.test"}, tmp_path)
    assert rasa_process(settings).environment["PST_PUBLIC_ORIGIN"] == "https://tanya.kantor.test"


def test_rasa_is_sealed_and_keeps_its_secret_off_the_command_line(tmp_path: Path) -> None:
    """Design, 'sealed': loopback, no telemetry; a command line is everybody's to read."""
    settings = load_settings({"PST_VAR": str(tmp_path), "PST_RASA_SECRET": "s3cret", "PST_RASA_PORT": "5999"}, tmp_path)
    rasa, service = rasa_process(settings), service_process(settings)
    assert rasa.command[rasa.command.index("--interface") + 1] == "127.0.0.1"
    assert rasa.command[rasa.command.index("--port") + 1] == "5999"
    assert "--enable-api" not in rasa.command
    assert rasa.environment["RASA_TELEMETRY_ENABLED"] == "false"
    for child in (rasa, service):
        assert "s3cret" not in " ".join(child.command)
        assert child.environment["PST_RASA_SECRET"] == "s3cret"
