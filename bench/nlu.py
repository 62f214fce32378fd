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
    """Run the trained model over every table: the plan's sets, and the wider ones of two more authors."""
    plan = shares({name: evaluated(place, table(name)) for name in TABLES})
    wide = shares({name: evaluated(place, table(name, "wide")) for name in TABLES})
    return plan | {key.replace("nlu.", "nlu.wide_"): share for key, share in wide.items()}


def table(name: str, of: str = "dev") -> Path:
    """The file of a set of questions."""
    return QUESTIONS / f"{name}_{of}.csv"


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
