"""One trained project and one running Rasa for a whole test run; only tests that kill Rasa start their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.small_project.action_stub import ActionStub
from tests.small_project.build import build
from tests.small_project.processes import PYTHON, free_port, rasa_process, run
from tests.small_project.turns import RunningRasa, Talk


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, trained by `python -m bot train`."""
    folder = build(tmp_path_factory.mktemp("kantor"))
    trained = run([PYTHON, "-m", "bot", "train"], folder)
    assert trained.returncode == 0, trained.stdout
    return folder


@pytest.fixture(scope="session")
def rasa(project: Path) -> Iterator[RunningRasa]:
    """Rasa on the small project, with an action server that a test may break."""
    port, actions_port = free_port(), free_port()
    log = project / "var/log/rasa_uji.log"
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
