"""What is measured, what it must be, and the small arithmetic of it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Figures = dict[str, float]
"""Keys as in bench/latest.json to values."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured number.

    Attributes:
        key: in the JSON file; the part is what stands before the dot.
        title: for people.
        unit: `ms`, `s`, `MB`, `/s`, `x`, `%` (a share, 0 to 1) or nothing.
        at_most: the target, or None.
        at_least: the target, or None.
        stock: the key of the same figure of the stock project, or None.
    """

    key: str
    title: str
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    stock: str | None = None

    def met(self, value: float) -> bool | None:
        """Whether `value` is on target; None without a target."""
        if self.at_most is not None:
            return value <= self.at_most
        return None if self.at_least is None else value >= self.at_least

    @property
    def target(self) -> str:
        """The target in words."""
        if self.at_most is not None:
            return f"≤ {shown(self.at_most, self.unit)}"
        return "" if self.at_least is None else f"≥ {shown(self.at_least, self.unit)}"


FIGURES = (
    Figure(key="chat.p50_ms", title="One user, posted to reply, p50", unit="ms", at_most=80, stock="stock.p50_ms"),
    Figure(key="chat.p95_ms", title="One user, posted to reply, p95", unit="ms", at_most=200, stock="stock.p95_ms"),
    Figure(key="chat.msgs_per_s", title="Eight users, FAQ answers", unit="/s", at_least=30, stock="stock.msgs_per_s"),
    Figure(key="chat.action_msgs_per_s", title="Eight users, turns with an action", unit="/s", at_least=15),
    Figure(key="chat.held", title="Sure questions held for more bubbles", unit="", at_most=0),
    Figure(
        key="long.ratio", title="1,000 turns, last 100 / first 100", unit="x", at_most=1.15, stock="stock.long_ratio"
    ),
    Figure(key="long.first100_p50_ms", title="1,000 turns, first 100, p50", unit="ms", stock="stock.first100_p50_ms"),
    Figure(key="long.last100_p50_ms", title="1,000 turns, last 100, p50", unit="ms", stock="stock.last100_p50_ms"),
    Figure(key="long.rasa_ratio", title="The same straight against Rasa", unit="x", at_most=1.15),
    Figure(key="long.rasa_first100_p50_ms", title="Straight, first 100, p50", unit="ms"),
    Figure(key="long.rasa_last100_p50_ms", title="Straight, last 100, p50", unit="ms"),
    Figure(key="long.rasa_fresh_p50_ms", title="Straight, new conversation meanwhile, p50", unit="ms"),
    Figure(key="ack.p50_ms", title="Webhooks at 50/s, acknowledged, p50", unit="ms"),
    Figure(key="ack.p95_ms", title="Webhooks at 50/s, acknowledged, p95", unit="ms", at_most=25),
    Figure(key="ack.updates_per_s", title="Webhooks acknowledged", unit="/s", at_least=300),
    Figure(key="console.p95_ms", title="A message on an open console, p95", unit="ms", at_most=500),
    Figure(key="console.open_s", title="The queue opens, p95", unit="s", at_most=1),
    Figure(key="train.cold_s", title="Training from cold", unit="s", at_most=90, stock="stock.train_s"),
    Figure(key="train.warm_s", title="Training after one edit", unit="s", at_most=35),
    Figure(key="start.s", title="Start to first answer", unit="s", at_most=15, stock="stock.start_s"),
    Figure(key="mem.rasa_mb", title="Rasa's memory (RSS, 200 turns)", unit="MB", at_most=400, stock="stock.mem_mb"),
    Figure(key="mem.service_mb", title="The service's memory (RSS, 200 turns)", unit="MB", at_most=220),
    Figure(key="mem.launcher_mb", title="The launcher's memory (RSS)", unit="MB"),
    Figure(key="disk.venv_mb", title="Environment on disk", unit="MB", at_most=1100, stock="stock.venv_mb"),
    Figure(key="disk.runtime_mb", title="… without the test tools", unit="MB", at_most=1100),
    Figure(key="nlu.correct", title="Questions answered right", unit="%", at_least=0.94, stock="stock.correct"),
    Figure(key="nlu.in_options", title="Right or among the options", unit="%", at_least=0.98),
    Figure(key="nlu.wrong", title="Answered wrongly", unit="%", at_most=0.03, stock="stock.wrong"),
    Figure(
        key="nlu.oos_answered", title="Out of scope, yet answered", unit="%", at_most=0.10, stock="stock.oos_answered"
    ),
    Figure(key="nlu.dialogue", title="Dialogue intents right", unit="%", at_least=0.95, stock="stock.dialogue"),
    Figure(key="nlu.entities", title="All three entities right", unit="%", at_least=0.90),
    Figure(key="nlu.multi", title="Two questions, both answered", unit="%", at_least=0.75),
    Figure(key="nlu.multi_false", title="One question, two answers", unit="%", at_most=0.02),
    Figure(key="nlu.wide_correct", title="Wider sets: questions answered right", unit="%", at_least=0.94),
    Figure(key="nlu.wide_in_options", title="… right or among the options", unit="%", at_least=0.98),
    Figure(key="nlu.wide_wrong", title="… answered wrongly", unit="%", at_most=0.03),
    Figure(key="nlu.wide_oos_answered", title="… out of scope, yet answered", unit="%", at_most=0.10),
    Figure(key="nlu.wide_dialogue", title="… dialogue intents right", unit="%", at_least=0.95),
    Figure(key="nlu.wide_entities", title="… all three entities right", unit="%", at_least=0.90),
    Figure(key="nlu.wide_multi", title="… two questions, both answered", unit="%", at_least=0.75),
    Figure(key="nlu.wide_multi_false", title="… one question, two answers", unit="%", at_most=0.02),
)


def shown(value: float, unit: str) -> str:
    """A value with its unit: "81 ms", "94.2 %", "1.02 x"."""
    if unit == "%":
        return f"{value:.1%}".replace("%", " %")
    digits = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".rstrip()


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all values do not exceed (nearest rank).

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("percentile of no values: nothing was measured")
    rank = max(1, math.ceil(share * len(values)))
    return sorted(values)[rank - 1]


def long_ratio(seconds: Sequence[float]) -> tuple[float, float, float]:
    """p50 of the first hundred turns and of the last, in ms, and the second over the first.

    Raises:
        ValueError: there are fewer than 200 turns, so that the two would overlap.
    """
    if len(seconds) < 200:
        raise ValueError(f"{len(seconds)} turns are too few: the first and the last hundred would overlap")
    first, last = (percentile(part, 0.5) * 1000 for part in (seconds[:100], seconds[-100:]))
    return first, last, last / first


def merge_into(path: Path, fresh: Mapping[str, float | str]) -> dict[str, float | str]:
    """Update the JSON object in `path` with `fresh`; what a partial run has not measured stays as it was."""
    kept = read_figures(path)
    merged = kept | {key: _rounded(value) for key, value in fresh.items()}
    path.write_text(json.dumps(merged, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return merged


def read_figures(path: Path) -> dict[str, float | str]:
    """The JSON object in `path`; empty when there is no such file."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _rounded(value: float | str) -> float | str:
    """Four significant digits: more would pretend a precision that no run repeats."""
    return value if isinstance(value, str) else float(f"{value:.4g}")
