"""One trained project for a whole run, one running Rasa for each of its workers; who kills Rasa starts their own."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ports import free_port
from tests.small_project.action_stub import ActionStub
from tests.small_project.build import build
from tests.small_project.processes import PYTHON, rasa_process, run
from tests.small_project.turns import RunningRasa, Talk


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, trained by `python -m bot train`; whoever needs it first makes it, the other worker waits.

    Nobody may change it: a test that must takes a copy.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / "kantor"
    with (shared / "kantor.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = build(tmp_path_factory.mktemp("kantor"))
            trained = run([PYTHON, "-m", "bot", "train"], made)
            assert trained.returncode == 0, trained.stdout
            made.rename(folder)
    return folder


@pytest.fixture(scope="session")
def rasa(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRasa]:
    """Rasa on the small project, with an action server that a test may break."""
    port, actions_port = free_port(), free_port()
    log = tmp_path_factory.mktemp("rasa") / "rasa_uji.log"
    stub = ActionStub(actions_port)
    stub.start()
    process = rasa_process(project, port, actions_port, log)
    process.start()
    try:
        process.wait_ready()
        running = RunningRasa(f"http://127.0.0.1:{port}", process.pid, log, stub, project)
        yield running
        running.close()
    finally:
        process.stop()
        stub.stop()


@pytest.fixture
def talk(rasa: RunningRasa) -> Talk:
    """A new conversation."""
    return Talk(rasa)
