"""One office for the tests that kill nothing, and new ones for those that do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.acceptance.office import Citizen, Office


@pytest.fixture(scope="session")
def office_processes(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Rasa and the service, shared: a test that stops one of them starts it again."""
    started = Office(project, tmp_path_factory.mktemp("var"))
    try:
        started.start()
        yield started
    finally:
        started.stop()


@pytest.fixture
def citizen(office_processes: Office) -> Iterator[Citizen]:
    """A new browser."""
    with Citizen(office_processes.url) as opened:
        yield opened


@pytest.fixture
def people() -> Iterator[ExitStack]:
    """Holds more browsers, closed at the end of the test."""
    with ExitStack() as opened:
        yield opened
