"""The stock project's accuracy, by the judge that measures ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.figures import Figures
from bench.nlu import table
from bench.workspace import ROOT
from bot.components.equals import read_equals
from bot.components.evaluate import evaluate, read_questions

Parse = Callable[[Sequence[str]], list[dict[str, Any]]]

_EQUALS = ROOT / "data/bahasa/setara.csv"
_FALLBACK = "nlu_fallback"


def measure(parse: Parse) -> Figures:
    """Shares, 0 to 1, on the same tables as ours."""
    judged = {name: _judged(parse, table(name)) for name in ("questions", "oos", "dialogue")}
    questions, oos, dialogue = judged["questions"], judged["oos"], judged["dialogue"]
    return {
        "stock.correct": questions["correct"] / questions["n"],
        "stock.wrong": questions["wrong"] / questions["n"],
        "stock.oos_answered": oos["answered"] / oos["n"],
        "stock.dialogue": dialogue["correct"] / dialogue["n"],
    }


def decision_of(parsed: Mapping[str, Any]) -> dict[str, Any]:
    """Rasa's parse data as one of our decisions.

    The intent says whether a FAQ is answered, and the one ResponseSelector of the default pipeline says which.
    """
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    decision: dict[str, Any] = {"faq": [], "options": [], "intent": intent, "confidence": confidence}
    if intent == _FALLBACK:
        return decision | {"kind": "fallback"}
    if not intent.startswith("tanya_"):
        return decision | {"kind": "other"}
    selected = parsed["response_selector"]["default"]["response"]["intent_response_key"]
    return decision | {"kind": "answer", "faq": [selected.partition("/")[2]]}


def _judged(parse: Parse, questions: Path) -> dict[str, Any]:
    rows = read_questions(questions)
    parsed = parse([row["text"] for row in rows])
    decided = [{"decision": decision_of(each), "entities": []} for each in parsed]
    return evaluate(rows, decided, read_equals(_EQUALS))
