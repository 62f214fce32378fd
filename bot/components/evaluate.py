"""Measures a trained model on a table of questions: `make evaluate FILE=questions.csv OUT=result.json`."""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import logging
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog

from bot.components.decision import GREETING, OPENING, OUT_OF_SCOPE
from bot.components.equals import read_equals

Row = dict[str, Any]
_Z = 1.96


def main() -> None:
    """Read the arguments, run the model over the file, write the result and print the summary."""
    arguments = _arguments()
    log_quietly()
    rows = read_questions(arguments.file)
    parsed = asyncio.run(_parse([row["text"] for row in rows], arguments.model))
    result = evaluate(rows, parsed, read_equals())
    arguments.out.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(f"{arguments.file}: {summary(result)}\n")


def log_quietly() -> None:
    """Warnings and worse go to stderr: Rasa, unless told otherwise, prints each question it is asked to stdout."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def read_questions(path: Path) -> list[Row]:
    """Rows of a CSV with at least a column `text`.

    Raises:
        ValueError: naming the file, when the column is missing.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if "text" not in (reader.fieldnames or ()):
            raise ValueError(f"{path}: the column `text` is missing")
        return list(reader)


def evaluate(rows: Sequence[Row], parsed: Sequence[Mapping[str, Any]], groups: Mapping[str, Sequence[str]]) -> Row:
    """Judge every row and count.

    Args:
        rows: as read; `expected`, `also` and the entity columns may be missing.
        parsed: Rasa's parse data of each.
        groups: id to the groups of equals it is in.
    """
    judged = [_judged(row, data, groups) for row, data in zip(rows, parsed, strict=True)]
    expected = [row for row in judged if row["expected"]]
    return {
        "n": len(judged),
        "correct": sum(row["correct"] for row in expected),
        "in_options": sum(row["in_options"] for row in expected),
        "wrong": sum(row["wrong"] for row in expected),
        "fallback": sum(row["decision"] == "fallback" for row in judged),
        "answered": sum(row["decision"] == "answer" for row in judged),
        "entities_right": sum(row["entities_right"] for row in judged if row["entities_right"] is not None),
        "two_answers": sum(isinstance(row["faq"], list) for row in judged),
        "rows": judged,
    }


def summary(result: Mapping[str, Any]) -> str:
    """One line with 95 % intervals."""
    total = sum(1 for row in result["rows"] if row["expected"])
    parts = [f"{result['n']} rows"]
    if total:
        parts += [
            f"correct {_share(result['correct'], total)}",
            f"correct or in options {_share(result['correct'] + result['in_options'], total)}",
            f"wrong {_share(result['wrong'], total)}",
        ]
    with_entities = [row for row in result["rows"] if row["entities_right"] is not None]
    if with_entities:
        parts.append(f"all entities right {_share(result['entities_right'], len(with_entities))}")
    parts += [
        f"answered with a FAQ {_share(result['answered'], result['n'])}",
        f"two answers {_share(result['two_answers'], result['n'])}",
        f"fallback {_share(result['fallback'], result['n'])}",
    ]
    return "; ".join(parts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", type=Path, default=Path("models"))
    return parser.parse_args()


async def _parse(texts: Sequence[str], model: Path) -> list[dict[str, Any]]:
    from rasa.core.agent import Agent

    from bot.components.loud_faults import install

    install()  # as when serving: a row "/restart" is text like any other
    agent = Agent.load(str(model))
    return [await agent.parse_message(text) for text in texts]


def _judged(row: Row, parsed: Mapping[str, Any], groups: Mapping[str, Sequence[str]]) -> Row:
    decision = parsed["decision"]
    given = list(decision["faq"])
    expected = row.get("expected") or ""
    also = [name for name in (row.get("also") or "").split("|") if name]
    correct = bool(expected) and _is_correct(expected, also, decision, groups)
    offered = any(_matches(faq, [expected, *also], groups) for faq in decision["options"])
    entities = {entity["entity"]: entity["value"] for entity in parsed["entities"]}
    found = {name: entities.get(name) for name in ("indikator", "wilayah", "tahun")}
    return {
        "text": row["text"],
        "expected": expected,
        "decision": decision["kind"],
        "faq": given if len(given) > 1 else (given[0] if given else None),
        "options": list(decision["options"]),
        "intent": decision["intent"],
        "entities": found,
        "confidence": round(decision["confidence"], 4),
        "correct": correct,
        "in_options": not correct and offered,
        "wrong": bool(expected) and not correct and decision["kind"] in {"answer", "other"},
        "entities_right": _entities_right(row, found),
    }


def _is_correct(
    expected: str, also: Sequence[str], decision: Mapping[str, Any], groups: Mapping[str, Sequence[str]]
) -> bool:
    if expected == "oos":
        if decision["kind"] == "answer":
            return any(_matches(faq, also, groups) for faq in decision["faq"])
        return bool(decision["kind"] == "fallback" or decision["intent"] == OUT_OF_SCOPE)
    if "|" in expected:
        wanted = expected.split("|")
        return len(decision["faq"]) == len(wanted) and all(
            any(_matches(faq, [name], groups) for faq in decision["faq"]) for name in wanted
        )
    if decision["kind"] == "answer":
        return all(_matches(faq, [expected, *also], groups) for faq in decision["faq"])
    intent = GREETING if decision["intent"] == OPENING else decision["intent"]
    return decision["kind"] == "other" and _matches(intent, [expected, *also], groups)


def _matches(name: str, right: Sequence[str], groups: Mapping[str, Sequence[str]]) -> bool:
    own = set(groups.get(name, ()))
    return any(name == other or not own.isdisjoint(groups.get(other, ())) for other in right if other)


def _entities_right(row: Row, found: Mapping[str, str | None]) -> bool | None:
    if "indicator" not in row:
        return None
    wanted = (row["indicator"] or None, row["region"] or None, row["year"] or None)
    return wanted == (found["indikator"], found["wilayah"], found["tahun"])


def _share(count: int, total: int) -> str:
    """A share with its Wilson interval: "94.2 % (88.4–97.1)"."""
    share = count / total
    middle = (share + _Z**2 / (2 * total)) / (1 + _Z**2 / total)
    half = _Z / (1 + _Z**2 / total) * math.sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    return f"{count}/{total} = {share:.1%} ({max(middle - half, 0):.1%}–{min(middle + half, 1):.1%})"


if __name__ == "__main__":
    main()
