"""`make evaluate`: what it prints."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.rasa

SCENE = """
import structlog
from rasa.core import processor
from bot.components.evaluate import log_quietly

log_quietly()
processor.structlogger.debug("processor.message.parse", message_text="nama saya Budi")
processor.structlogger.warning("rusak")
"""


def test_only_the_summary_is_printed() -> None:
    """No personal data in logs: Rasa's line for each question is not shown; a warning is, beside the summary."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SCENE], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == ""
    assert "rusak" in done.stderr
    assert "Budi" not in done.stderr
