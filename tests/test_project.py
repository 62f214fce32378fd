"""Rules of the whole repository."""

from __future__ import annotations

import csv
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.core.indonesian import Normaliser, load_slang
from bot.core.texts import load_texts

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests/data/questions"

INTERNAL = {"mau_tanya"}
"""Intents that the decision turns into another one before any rule sees them."""

SPOKEN_BY_CODE = {
    "utter_luput_lagi", "utter_sapaan_lagi", "utter_sapaan_luar_jam", "utter_tulisan",  # bot/components/voice.py
    "utter_kesal_menunggu",
    "utter_batal", "utter_selesai", "utter_belum_membantu", "utter_salah_jawaban",  # actions/
    "utter_kirim_suara", "utter_kirim_gambar", "utter_kirim_berkas", "utter_kirim_lokasi", "utter_kirim_kontak",
    "utter_panggilan", "utter_kirim_lain",  # actions/media.py
}  # fmt: skip

_LONGEST_FILE = 400
_REGISTRY = re.compile(r"(?:pypi[.]o[r]g|python[h]osted[.]o[r]g|--[i]ndex-[u]rl|extra-[i]ndex-[u]rl)", re.IGNORECASE)
_MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home|Users|root)/\w")
_MEASURED = 3
"""Words from which on a sentence of the questions may not stand in the training data."""


def _tracked() -> list[Path]:
    """The files that git knows, and those that would be added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.splitlines())
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def _lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(lines, 1) if pattern.search(line)]
    return found


def test_no_package_registry_is_named() -> None:
    """Issue 2.1: dependencies are pinned with hashes and without addresses; installs follow the machine's settings."""
    paths = [path for path in _tracked() if path != Path(__file__)]
    assert _lines_with(_REGISTRY, paths) == []
    assert not (ROOT / "uv.lock").exists()


def test_no_path_of_one_machine() -> None:
    """Issue 2.1: a clone works wherever it lies."""
    assert _lines_with(_MACHINE_PATH, [path for path in _tracked() if path != Path(__file__)]) == []


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("*.csv")), ids=lambda path: path.stem)
def test_questions_for_measuring_are_not_trained(path: Path) -> None:
    """Decision 0007: they measure only as long as no sentence of theirs stands in the training data."""
    normalise, trained = _trained_sentences()
    with path.open(encoding="utf-8", newline="") as file:
        sentences = [row["text"] for row in csv.DictReader(file)]
    leaked = [text for text in sentences if len(normalise(text).split()) >= _MEASURED and normalise(text) in trained]
    assert leaked == []


def test_every_intent_is_answered() -> None:
    """Faults are loud, but a citizen should never hear one: an intent without a rule ends a turn with nothing."""
    with_rules = {step["intent"].partition("/")[0] for rule in _rules() for step in rule["steps"] if "intent" in step}
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert {intent.partition("/")[0] for intent in _trained_intents() | set(domain["intents"])} - INTERNAL <= with_rules


def test_every_utterance_of_a_rule_has_its_words() -> None:
    """A rule that utters what texts.id.yml does not hold would be a fault at its first citizen."""
    uttered = {
        step["action"] for rule in _rules() for step in rule["steps"] if step.get("action", "").startswith("utter_")
    }
    texts = set(load_texts(ROOT / "texts.id.yml").entries)
    retrieval = {f"utter_{intent.partition('/')[0]}" for intent in _trained_intents() if "/" in intent}
    retrieval |= {f"utter_tanya_{folder.name}" for folder in (ROOT / "data/faq").iterdir() if folder.is_dir()}
    assert uttered - texts <= retrieval
    assert texts >= SPOKEN_BY_CODE
    unused = {key for key in texts if key.startswith("utter_") and "/" not in key} - uttered - SPOKEN_BY_CODE
    assert unused == set()


def test_out_of_scope_topics_have_their_words() -> None:
    """Stories 12: each trained topic beyond BPS tells whose business it is."""
    topics = {intent for intent in _trained_intents() if intent.startswith("luar_topik/")}
    texts = {key.removeprefix("utter_") for key in load_texts(ROOT / "texts.id.yml").entries}
    assert topics == {key for key in texts if key.startswith("luar_topik/")}


def test_every_setting_is_documented() -> None:
    """House style: `.env.example` and docs/operations.md name every PST_ variable that the code reads."""
    read = set(re.findall(r'"(PST_[A-Z_]+)"', (ROOT / "bot/settings.py").read_text(encoding="utf-8")))
    for document in (".env.example", "docs/operations.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        assert {name for name in read if name not in text} == set(), document


def test_files_stay_small() -> None:
    """House limits: a file that no longer fits a reader's head is two files."""
    long = [
        str(path.relative_to(ROOT))
        for path in _tracked()
        if path.suffix == ".py" and len(path.read_text(encoding="utf-8").splitlines()) > _LONGEST_FILE
    ]
    assert long == []


def test_every_test_says_what_it_guards() -> None:
    """House style: each test's docstring names its rule or promise."""
    import ast

    silent = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


@cache
def _trained_sentences() -> tuple[Normaliser, set[str]]:
    normalise = Normaliser(load_slang(ROOT / "data/bahasa/slang.csv"))
    return normalise, {
        normalise(line.strip().removeprefix("- ").strip("'\""))
        for folder in ("data/faq", "data/nlu")
        for source in (ROOT / folder).rglob("*.*")
        for line in source.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("- ", "judul:"))
    }


def _rules() -> list[dict[str, list[dict[str, str]]]]:
    rules: list[dict[str, list[dict[str, str]]]] = []
    for path in (ROOT / "data/rules").glob("*.yml"):
        rules += yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    return rules


def _trained_intents() -> set[str]:
    return {
        part["intent"]
        for path in (ROOT / "data/nlu").glob("*.yml")
        for part in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    }
