"""`python -m bot run`: one command starts everything, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.acceptance.office import Citizen
from tests.ports import free_port
from tests.small_project.processes import PYTHON, answers, environment, run, wait_until

pytestmark = [pytest.mark.acceptance, pytest.mark.rasa]

ENTRY = "data/faq/metadata/metadata_inflasi.md"


class Supervisor:
    """A terminal in which someone typed `make run`."""

    def __init__(self, project: Path, var: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._out = var / "keluaran.txt"
        settings = {"PST_VAR": str(var), "PST_PORT": str(self.port), "PST_RASA_PORT": str(free_port())}
        with self._out.open("wb") as output:
            self.process = subprocess.Popen(
                [PYTHON, "-u", "-m", "bot", "run"],
                cwd=project,
                env=environment(project, **settings),
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self._out.read_text(encoding="utf-8")

    def children(self) -> dict[str, int]:
        """Process ids by what they are."""
        found = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
            found["rasa" if "rasa\0run" in command else "service"] = int(pid)
        return found

    def wait_for(self, words: str) -> None:
        def heard() -> bool:
            assert self.process.poll() is None, self.said
            return words in self.said

        wait_until(heard, f"`{words}` in the output")


@contextmanager
def _running(project: Path, var: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(project, var)
    try:
        yield supervisor
    finally:
        supervisor.process.send_signal(signal.SIGINT)
        try:
            supervisor.process.wait(30)
        except subprocess.TimeoutExpired:
            supervisor.process.kill()
            raise


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_run_starts_watches_and_stops(project: Path, tmp_path: Path, people: ExitStack) -> None:
    """Issue 2.1: addresses and password once, a killed process comes back, Ctrl-C ends our own processes only."""
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)", "rasa run bot serve"])
    try:
        with _running(project, tmp_path) as supervisor:
            supervisor.wait_for("Ctrl-C")
            assert f"{supervisor.url}/console" in supervisor.said
            assert supervisor.said.count("kata sandi:") == 1
            assert answers(f"{supervisor.url}/readyz")
            before = supervisor.children()
            assert set(before) == {"rasa", "service"}
            citizen = people.enter_context(Citizen(supervisor.url))
            assert citizen.ask("Apa itu inflasi?")["text"].startswith("Inflasi adalah")

            os.kill(before["rasa"], signal.SIGKILL)
            supervisor.wait_for("Rasa berhenti")
            citizen.send("ipm seruyan 2023")
            assert citizen.await_replies(2)[-1]["text"].startswith("Tentang IPM")
            after = supervisor.children()
            assert after["service"] == before["service"]
            assert after["rasa"] != before["rasa"]
        assert supervisor.process.returncode == 0
        assert not any(_is_alive(pid) for pid in {*before.values(), *after.values()})
        assert stranger.poll() is None
        assert "Traceback" not in supervisor.said
        with pytest.raises(httpx.ConnectError):
            httpx.get(supervisor.url, trust_env=False)
    finally:
        stranger.kill()
        stranger.wait()


def test_the_password_is_shown_at_the_first_start_only(project: Path, tmp_path: Path) -> None:
    """Issue 2.1: the first admin password is printed once; later starts find the account."""
    from bot.bootstrap import build
    from bot.settings import load_settings

    for expected in (True, False):
        app = build(load_settings({"PST_VAR": str(tmp_path)}, project))
        assert bool(app.prepare()) is expected
        app.engine.dispose()


def test_a_broken_entry_refuses_and_keeps_the_model(project: Path, tmp_path: Path) -> None:
    """Issue 2, 'bad input and faults': a broken FAQ file is named with its line, and the last good model stays."""
    spoilt = shutil.copytree(project, tmp_path / "kantor", symlinks=True)  # others use the project at this moment
    entry, model = spoilt / ENTRY, spoilt / "models/pst.tar.gz"
    good, trained = entry.read_text(encoding="utf-8"), model.read_bytes()
    entry.write_text(good.replace("keyakinan: pasti", "keyakinan: barangkali"), encoding="utf-8")
    line = next(number for number, text in enumerate(good.splitlines(), 1) if text.startswith("keyakinan"))
    refused = run([PYTHON, "-m", "bot", "run"], spoilt, PST_VAR=str(tmp_path / "var"))
    assert refused.returncode == 1
    assert f"{ENTRY}:{line}" in refused.stdout
    assert "barangkali" in refused.stdout
    assert "Traceback" not in refused.stdout
    assert model.read_bytes() == trained


def test_a_wrong_setting_refuses_in_one_sentence(project: Path, tmp_path: Path) -> None:
    """House style: an error names what, where and what to do; no stack trace."""
    refused = run([PYTHON, "-m", "bot", "run"], project, PST_VAR=str(tmp_path), PST_PORT="delapan")
    assert refused.returncode == 1
    assert "PST_PORT" in refused.stdout
    assert "Traceback" not in refused.stdout
