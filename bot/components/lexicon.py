"""What the desk knows of indicators: their names, their entries, and at which level their figures exist."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_NYA = re.compile(r"(?<=\w{3})nya\b")


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """The content of data/bahasa/entitas.yml that decisions and answers use.

    Attributes:
        pairs: a bare indicator to its (figure, explanation) entries.
        figures: indicator to the entry that answers for its figures.
        general: the same for indicators without an entry of their own: one that says where the figures are.
        finer: names whose figures have a finer entry than their indicator, the longest first.
        not_below_regency: indicators without figures for a kecamatan or desa.
        not_for_regency: indicators without figures for this regency.
        spoken: indicator to its name in a sentence.
        districts: the regency's kecamatan.
        provinces: the other provinces.
        officer_offered: entries whose answer comes with a way to an officer (service_rules 6.9).
        upset: phrases, in normal form, of somebody who is upset.
        words: all words that occur in names of indicators and places.
        names: every indicator's names.
        places: all names of places.
    """

    pairs: Mapping[str, tuple[str, str]]
    figures: Mapping[str, str]
    general: Mapping[str, str]
    finer: Mapping[str, str]
    not_below_regency: frozenset[str]
    not_for_regency: frozenset[str]
    spoken: Mapping[str, str]
    districts: frozenset[str]
    provinces: frozenset[str]
    officer_offered: frozenset[str]
    upset: tuple[str, ...]
    words: frozenset[str]
    names: Mapping[str, Sequence[str]]
    places: Sequence[str]

    def figures_of(self, indicator: str | None, normal: str) -> str | None:
        """The entry for an indicator's figures as `normal` names it; None when no entry has them."""
        general = self.figures.get(indicator or "") or self.general.get(indicator or "")
        text = without_nya(normal)
        return next((faq for name, faq in self.finer.items() if names(name, text)), general) if general else None

    def beside_names(self, indicator: str, normal: str) -> list[str]:
        """The words of `normal` that name neither this indicator nor a place."""
        text = without_nya(normal)
        for name in sorted([*self.names[indicator], *self.finer, *self.places], key=len, reverse=True):
            text = _pattern(name).sub(" ", text)
        return text.split()

    def say(self, indicator: str | None) -> str:
        """The indicator's name in a sentence; empty without one."""
        return self.spoken.get(indicator, indicator.replace("_", " ")) if indicator else ""


def names(name: str, normal: str) -> bool:
    """Whether `normal` holds a name as whole words."""
    return bool(_pattern(name).search(normal))


def without_nya(normal: str) -> str:
    """Words without "-nya": "kemiskinannya" names the same indicator."""
    return _NYA.sub("", normal)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(name)}\b")


@cache
def load_lexicon(path: Path) -> Lexicon:
    """Read the lists; the same file is read once in a process."""
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    phrases = [phrase for kind in ("indikator", "wilayah") for group in raw[kind].values() for phrase in group]
    return Lexicon(
        pairs={name: (figure, explanation) for name, (figure, explanation) in raw["angka_penjelasan"].items()},
        figures=raw["angka"],
        general=raw["angka_umum"],
        finer=dict(sorted(raw["angka_rinci"].items(), key=lambda pair: -len(pair[0]))),
        not_below_regency=frozenset(raw["tidak_per_kecamatan"]),
        not_for_regency=frozenset(raw["tidak_per_kabupaten"]),
        spoken=raw["sebutan"],
        districts=frozenset(raw["kecamatan"]),
        provinces=frozenset([*raw["provinsi_tetangga"], *raw["provinsi_jauh"]]),
        officer_offered=frozenset(faq for entries in raw["tawarkan_petugas"].values() for faq in entries),
        upset=tuple(raw["kesal"]),
        words=frozenset(word for phrase in phrases for word in phrase.split()),
        names=raw["indikator"],
        places=[phrase for group in raw["wilayah"].values() for phrase in group],
    )
