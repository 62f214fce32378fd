"""Tests of what runs inside Rasa; those that import it, or talk to one, carry the mark `rasa`."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The fast tier does not even import modules marked `rasa` as a whole: that alone takes five seconds."""
    if "not rasa" not in config.option.markexpr or collection_path.suffix != ".py":
        return None
    return "\npytestmark = pytest.mark.rasa\n" in collection_path.read_text(encoding="utf-8") or None
