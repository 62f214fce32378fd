"""What the desk knows of indicators: their names, their entries, and at which level their figures exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The content of data/bahasa/entitas.yml that decisions and answers use.

    Attributes:
        pairs: a bare indicator to its (figure, explanation) entries.
        figures: indicator to the entry that answers for its figures.
        not_below_regency: indicators without figures for a kecamatan or desa.
        not_for_regency: indicators without figures for this regency.
        spoken: indicator to its name in a sentence.
        districts: the regency's kecamatan.
        officer_offered: entries whose answer comes with a way to an officer (service_rules 6.9).
        upset: phrases, in normal form, of somebody who is upset.
        words: all words that occur in names of indicators and places.
    """

    pairs: Mapping[str, tuple[str, str]]
    figures: Mapping[str, str]
    not_below_regency: frozenset[str]
    not_for_regency: frozenset[str]
    spoken: Mapping[str, str]
    districts: frozenset[str]
    officer_offered: frozenset[str]
    upset: tuple[str, ...]
    words: frozenset[str]

    def say(self, indicator: str | None) -> str:
        """The indicator's name in a sentence; empty without one."""
        return self.spoken.get(indicator, indicator.replace("_", " ")) if indicator else ""


@cache
def load_lexicon(path: Path) -> Lexicon:
    """Read the lists; the same file is read once in a process."""
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    phrases = [phrase for kind in ("indikator", "wilayah") for group in raw[kind].values() for phrase in group]
    return Lexicon(
        pairs={name: (figure, explanation) for name, (figure, explanation) in raw["angka_penjelasan"].items()},
        figures=raw["angka"],
        not_below_regency=frozenset(raw["tidak_per_kecamatan"]),
        not_for_regency=frozenset(raw["tidak_per_kabupaten"]),
        spoken=raw["sebutan"],
        districts=frozenset(raw["kecamatan"]),
        officer_offered=frozenset(faq for entries in raw["tawarkan_petugas"].values() for faq in entries),
        upset=tuple(raw["kesal"]),
        words=frozenset(word for phrase in phrases for word in phrase.split()),
    )
