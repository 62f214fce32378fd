"""Rasa without TensorFlow: its commands work with nothing set, as any Rasa user expects, and say what cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.ports import free_port
from tests.small_project.processes import PYTHON, RASA, run

IMPORTS = """
import sys
import tensorflow as tf, keras, tensorflow_hub, tensorflow_text, tensorflow.keras.layers
from tensorflow.keras import Model
from tensorflow.python.ops import anything

class Layer(tf.keras.layers.Layer): ...
assert tf.keras.layers.Layer is tf.keras.layers.Layer

@tf.function
def kept() -> int: return 7
assert kept() == 7
try:
    Model()
except Exception as refusal:
    sys.stdout.write(str(refusal))
"""


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """The small project's files without its model, for a training of its own."""
    for path in project.iterdir():
        if path.name not in ("models", "var", ".rasa"):
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


@pytest.mark.rasa
def test_its_names_can_be_imported_but_not_used() -> None:
    """Decision 0001: names can be imported, subclassed and decorate; using one raises one clear sentence."""
    done = subprocess.run([sys.executable, "-c", IMPORTS], capture_output=True, encoding="utf-8", check=True)
    assert "TensorFlow (tensorflow.keras.Model)" in done.stdout
    assert "docs/decisions/0001" in done.stdout


@pytest.mark.rasa
def test_a_pipeline_that_needs_it_fails_with_one_sentence(copy: Path) -> None:
    """Issue 2.2: a configuration that needs TensorFlow names the component to take out, without a traceback."""
    config = yaml.safe_load((copy / "config.yml").read_text(encoding="utf-8"))
    config["pipeline"] = [
        {"name": "WhitespaceTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "DIETClassifier", "epochs": 1},
    ]
    (copy / "diet.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    failed = run([RASA, "train", "nlu", "--config", "diet.yml", "--out", "out"], copy)
    assert failed.returncode != 0
    assert "DIETClassifier needs TensorFlow" in failed.stdout
    assert "config.yml" in failed.stdout
    assert "Traceback" not in failed.stdout
    assert not list(copy.glob("out/*.tar.gz"))


@pytest.mark.rasa
def test_plain_validate(project: Path) -> None:
    """Issue 2.2: `rasa data validate` sees the knowledge base through the importer."""
    validated = run([RASA, "data", "validate"], project)
    assert validated.returncode == 0, validated.stdout
    assert "No story structure conflicts found" in validated.stdout
    assert "utter_tanya_data" not in validated.stdout


@pytest.mark.rasa
def test_plain_shell_nlu(project: Path) -> None:
    """Issue 2.2: `rasa shell nlu` understands a line with the whole pipeline."""
    shell = run([RASA, "shell", "nlu", "--model", "models/pst.tar.gz"], project, stdin="apa itu inflasi\n")
    assert '"metadata_inflasi"' in shell.stdout, shell.stdout
    found = json.JSONDecoder().raw_decode(shell.stdout[shell.stdout.index('{\n  "text"') :])[0]
    assert found["intent"]["name"] == "tanya_metadata"


@pytest.mark.rasa
def test_plain_shell_answers(project: Path) -> None:
    """Issue 2.2: `rasa shell` talks, with no PST_ variable set and the action server away."""
    command = [RASA, "shell", "--model", "models/pst.tar.gz", "-i", "127.0.0.1", "-p", str(free_port())]
    shell = run(command, project, stdin="apa itu inflasi\n/stop\n")
    assert "Inflasi adalah kenaikan harga" in shell.stdout, shell.stdout


@pytest.mark.rasa
def test_run_by_hand_without_a_secret_says_what_to_set(project: Path) -> None:
    """Design, 'sealed': no door without the secret; the message says which variable it is."""
    refused = run([RASA, "run", "--model", "models/pst.tar.gz", "-i", "127.0.0.1", "-p", str(free_port())], project)
    assert refused.returncode != 0
    assert "PST_RASA_SECRET" in refused.stdout


def test_only_the_command_rasa_gets_defaults() -> None:
    """An empty variable in the service's own environment would win over .env."""
    shown = "import os; print([name for name in os.environ if name.startswith('PST_')])"
    done = subprocess.run([PYTHON, "-c", shown], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
