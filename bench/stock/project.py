"""Makes the stock Rasa project from our own knowledge base: same questions, same answers, no action server."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

_CONFIG = Path(__file__).with_name("config.yml")
_VERSION = 'version: "3.1"\n'
_INTENT = re.compile(r"^ *- intent: ([a-z_]+)", re.MULTILINE)
_FIELD = re.compile(r"\{([\w.]+)\}")
_FALLBACK = {"nlu_fallback": "utter_luput"}


def write_project(folder: Path, root: Path) -> None:
    """Write a project that `rasa train --domain domain` takes.

    Rules answer every intent; stories of three turns over the same intents give the policies with memory something
    to learn, as any stock project has.

    Args:
        folder: made anew.
        root: our own project.

    Raises:
        subprocess.CalledProcessError: the knowledge base could not be exported.
    """
    shutil.rmtree(folder, ignore_errors=True)
    data, domain = folder / "data", folder / "domain"
    data.mkdir(parents=True)
    domain.mkdir()
    subprocess.run([sys.executable, "-m", "bot", "faq", "export", "--rasa", str(data)], cwd=root, check=True)
    (data / "responses.yml").rename(domain / "responses.yml")
    for path in (root / "data/nlu").glob("*.yml"):
        shutil.copy(path, data)
    shutil.copy(_CONFIG, folder)
    intents = sorted({name for path in data.glob("*.yml") for name in _INTENT.findall(path.read_text("utf-8"))})
    steps = {name: f"utter_{name}" for name in intents}
    _dump(data / "rules.yml", {"rules": [_turns(name, [name], steps | _FALLBACK) for name in [*intents, *_FALLBACK]]})
    _dump(data / "stories.yml", {"stories": _stories(intents, steps)})
    _dump(domain / "domain.yml", {"intents": intents, "responses": _responses(root, steps)})
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")


def _stories(intents: list[str], steps: dict[str, str]) -> list[dict[str, object]]:
    """Greeting, any question, thanks."""
    middle = [name for name in intents if name not in {"sapaan", "terima_kasih"}]
    return [_turns(name, ["sapaan", name, "terima_kasih"], steps, kind="story") for name in middle]


def _turns(name: str, intents: list[str], steps: dict[str, str], kind: str = "rule") -> dict[str, object]:
    turns = [step for intent in intents for step in ({"intent": intent}, {"action": steps[intent]})]
    return {kind: name, "steps": turns}


def _responses(root: Path, steps: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """Our fixed texts; what we word in an action is one plain sentence here."""
    texts = yaml.safe_load((root / "texts.id.yml").read_text("utf-8"))
    responses = {
        key: [{"text": _FIELD.sub(r"\1", text["teks"])}] for key, text in texts.items() if key.startswith("utter_")
    }
    missing = [action for intent, action in steps.items() if not intent.startswith("tanya_")]
    return {action: [{"text": "Baik."}] for action in missing if action != "utter_luar_topik"} | responses


def _dump(path: Path, content: dict[str, object]) -> None:
    path.write_text(_VERSION + yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
