"""Accuracy on the questions under tests/data/questions, by the same judge as `make evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.figures import Figures
from bench.questions import evaluated
from bench.workspace import ROOT

TABLES = ("questions", "oos", "dialogue", "entities", "multi")
QUESTIONS = ROOT / "tests/data/questions"


def measure(place: Path) -> Figures:
    """Run the trained model over every table."""
    return shares({name: evaluated(place, table(name)) for name in TABLES})


def table(name: str) -> Path:
    """The file of a set of questions."""
    return QUESTIONS / f"{name}_dev.csv"


def shares(results: dict[str, dict[str, Any]]) -> Figures:
    """Shares, 0 to 1, of the counts that the judge gives for each table."""
    questions, oos, entities = results["questions"], results["oos"], results["entities"]
    return {
        "nlu.correct": questions["correct"] / questions["n"],
        "nlu.in_options": (questions["correct"] + questions["in_options"]) / questions["n"],
        "nlu.wrong": questions["wrong"] / questions["n"],
        "nlu.multi_false": questions["two_answers"] / questions["n"],
        "nlu.oos_answered": oos["answered"] / oos["n"],
        "nlu.dialogue": results["dialogue"]["correct"] / results["dialogue"]["n"],
        "nlu.entities": entities["entities_right"] / entities["n"],
        "nlu.multi": results["multi"]["correct"] / results["multi"]["n"],
    }
