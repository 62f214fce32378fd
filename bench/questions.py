"""Texts to ask: people's examples of the knowledge base that the model answers at once, each used only once."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from bench.workspace import ROOT, environment
from bot.knowledge.markdown import read_folder

_TRIED = 1_350
_LEAST = 1_120
"""A conversation of a thousand turns, its warm-up, and a hundred turns to compare with."""
_SEED = 2


@cache
def sure_questions(place: Path) -> tuple[str, ...]:
    """A thousand different texts and some more, in mixed order, that get one FAQ answer without a wait.

    Speed is measured on answers; an unsure reply waits 3 s by design and would measure that. The serving process has
    seen none of them: it remembers the embeddings of what it was asked, not of what it was trained with.

    Raises:
        ValueError: the model is sure of too few of its own examples.
    """
    examples = dict.fromkeys(text for entry in read_folder(ROOT / "data/faq") for text in entry.examples)
    tried = random.Random(_SEED).sample(sorted(examples), min(_TRIED, len(examples)))
    with (place / "var/tried.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text"])
        writer.writerows([text] for text in tried)
    rows = evaluated(place, place / "var/tried.csv")["rows"]
    sure = tuple(row["text"] for row in rows if row["decision"] == "answer" and isinstance(row["faq"], str))
    if len(sure) < _LEAST:
        raise ValueError(f"the model is sure of {len(sure)} of {_TRIED} of its own examples; {_LEAST} are needed")
    return sure


def evaluated(place: Path, questions: Path) -> dict[str, Any]:
    """What `make evaluate` writes about a table of questions.

    Raises:
        subprocess.CalledProcessError: it could not be evaluated.
    """
    out = place / "var/evaluated.json"
    line = [sys.executable, "-W", "ignore", "-m", "bot.components.evaluate", str(questions), str(out)]
    subprocess.run(
        [*line, "--model", "models/pst.tar.gz"],
        cwd=place,
        env=environment(place / "var"),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return dict(json.loads(out.read_text(encoding="utf-8")))
