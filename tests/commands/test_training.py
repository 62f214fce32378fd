"""When the model is trained, and what a failed training leaves."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from textwrap import indent

import pytest

from bot.commands.training import MODEL, TrainingFailed, is_stale, sources_hash, train
from bot.knowledge.faults import KnowledgeBaseInvalid
from tests.small_project.build import build

FAILS = "import sys; print('Starting to train component \\'FaqClassifier\\''); print('rusak'); sys.exit(1)"
WORKS = """
import time
from pathlib import Path
while not Path("ahead-0.json").exists():
    time.sleep(0.01)
Path("models/baru.tar.gz").write_text("baru")
"""
AHEAD = """
import os, sys
name = f"ahead-{sys.argv[3]}.json"
with open(name + "~", "w") as file:
    file.write(sys.stdin.read())
os.replace(name + "~", name)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An untrained project as the working directory, with sources of its own to edit."""
    built = build(tmp_path)
    (built / "bot").unlink()
    for name in ("core", "components"):
        (built / "bot" / name).mkdir(parents=True)
    (built / "bot/core/indonesian.py").write_text("")
    monkeypatch.chdir(built)
    return built


def _rasa_is(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a script in the place of Rasa's command line, and of what encodes beside it."""
    is_rasa = "import sys\nif 'bot.components.rasa_cli' in sys.argv:\n    del sys.argv[:2]\n"
    python = folder / "python"
    python.write_text(f"#!{sys.executable}\n{is_rasa}{indent(script, '    ')}\nelse:\n{indent(AHEAD, '    ')}\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))


def test_trained_once_until_a_source_changes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 2.1: the model is trained when it is missing or older than its sources; a touched file is no edit."""
    _rasa_is(monkeypatch, folder, WORKS)
    assert is_stale()
    train(folder, lambda _: None)
    assert not is_stale()
    entry = folder / "data/faq/metadata/metadata_inflasi.md"
    os.utime(entry, (0, 0))
    assert not is_stale()
    for name in ("config.yml", "domain.yml", "data/bahasa/slang.csv", "data/faq/metadata/metadata_inflasi.md"):
        before = sources_hash()
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        assert sources_hash() != before, name
    assert is_stale()


def test_examples_are_encoded_while_rasa_starts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 2, numbers: a cold training does not wait for Rasa before it encodes."""
    _rasa_is(monkeypatch, folder, WORKS)
    train(folder, lambda _: None)
    texts = json.loads((folder / "ahead-0.json").read_text())
    assert "Apa itu inflasi?" in texts
    assert any(text.startswith("sambungkan") for text in texts)


def test_a_failed_training_keeps_the_model_and_says_why(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 2: the running bot keeps its last good model."""
    _rasa_is(monkeypatch, folder, FAILS)
    MODEL.parent.mkdir()
    MODEL.write_text("lama")
    said: list[str] = []
    with pytest.raises(TrainingFailed, match="rusak"):
        train(folder, said.append)
    assert MODEL.read_text() == "lama"
    assert is_stale()
    assert any("mempelajari pertanyaan" in line for line in said)


def test_a_broken_entry_is_refused_before_anything_is_trained(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 2: a broken FAQ file is refused with file and line."""
    _rasa_is(monkeypatch, folder, "raise SystemExit('must not be called')")
    entry = folder / "data/faq/data/data_ipm.md"
    entry.write_text(entry.read_text(encoding="utf-8").replace("status: terbit", "status: jadi"), encoding="utf-8")
    with pytest.raises(KnowledgeBaseInvalid, match=r"data_ipm\.md:\d+"):
        train(folder, lambda _: None)
