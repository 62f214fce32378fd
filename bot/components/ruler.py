"""Finds indicator, place, period and classification codes with spaCy's entity ruler on the normal form."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.lang.id import Indonesian
from spacy.tokens import Doc

from bot.components import resources
from bot.components.attributes import NEED, PARTS
from bot.core.question import Need
from bot.core.years import find_year

_CODE = re.compile(r"\b(?:kbli|kode|kbji|kbki|kode kbli)\s+(?:\d{4} )?(\d{5})\b|\b(\d{5})\b(?=.*\bkbli\b)")
_SHORTEST_WITH_NYA = 5
_OWN = "Kabupaten Seruyan"
_LIVING = r"(?:tinggal|domisili|berdomisili|asal|berasal|kuliah|kerja|bekerja|bertugas)(?:nya| saya)?"
_ASIDE = re.compile(
    r"(?:\b(?:saya|kami|aku|ulun|gue|gw) (?:(?:ini|sekarang|lagi|sedang|memang|orang|warga|mahasiswa) )*"
    rf"(?:{_LIVING} )?(?:di|dari)|(?:^|\b(?:saya|kami|aku|ulun|gue|gw) ){_LIVING}(?: di| dari)?"
    r"|\bbukan(?: di| untuk| yang)?) (?:(?:kota|kabupaten|kab|kecamatan|kec|daerah) )?$"
)
"""What stands before a place that is not asked about: where the person is, or what is not meant."""
_FUZZY_FROM = 7
"""Letters from which a word may be one typing mistake away; shorter words are too alike."""


class _PlainIndonesian(Indonesian):
    """spaCy's Indonesian without its 4,000 tokenizer exceptions: our text is split already, and they cost 4 s."""

    class Defaults(Indonesian.Defaults):
        tokenizer_exceptions: ClassVar[dict[str, Any]] = {}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class StatisticsRuler(GraphComponent):
    """Writes Rasa's entities `indikator`, `wilayah`, `tahun`, `kode`, and the attribute NEED for every part."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The list of names, relative to the project's folder."""
        return {"names": str(resources.ENTITIES)}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> StatisticsRuler:
        """Build from the configuration (see the parent class)."""
        return cls(yaml.safe_load(Path(config["names"]).read_text(encoding="utf-8")))

    def __init__(self, names: Mapping[str, Any]) -> None:
        """Build the ruler.

        Args:
            names: the content of data/bahasa/entitas.yml; for `indikator` and `wilayah`, each name with the phrases
                that mean it.
        """
        self._districts = frozenset(names["kecamatan"])
        far = frozenset(names["provinsi_jauh"])
        self._nlp = _PlainIndonesian()
        ruler = self._nlp.add_pipe("entity_ruler")
        ruler.add_patterns(
            [
                {"label": label, "id": name, "pattern": _pattern(phrase, guess=name not in far)}
                for label in ("indikator", "wilayah")
                for name, phrases in names[label].items()
                for phrase in phrases
            ]
        )

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The content of the list of names."""
        return hashlib.sha256(Path(config["names"]).read_bytes()).hexdigest()

    def process(self, messages: list[Message]) -> list[Message]:
        """Extract from every part; Rasa's entities are those of the whole message."""
        for message in messages:
            parts = message.get(PARTS) or [message.get(TEXT) or ""]
            needs = [self.need_of(part) for part in parts]
            message.set(NEED, [{"indikator": n.indicator, "wilayah": n.region, "tahun": n.year} for n in needs])
            message.set(ENTITIES, _entities(needs[0], parts[0]), add_to_output=True)
        return messages

    def need_of(self, normal: str) -> Need:
        """What one normalised question asks for."""
        words = [_bare(word) for word in normal.split() if word not in "?!.,;"]
        found = self._nlp.get_pipe("entity_ruler")(Doc(self._nlp.vocab, words=words)).ents if words else ()
        regions = [
            entity
            for entity in found
            if entity.label_ == "wilayah" and not _ASIDE.search(" ".join([*words[: entity.start], ""]))
        ]
        indicators = [entity for entity in found if entity.label_ == "indikator"]
        return Need(
            indicator=_most_specific(indicators),
            region=self._asked_about(regions, indicators),
            year=find_year(normal),
        )

    def _asked_about(self, regions: Sequence[Any], indicators: Sequence[Any]) -> str | None:
        """The first place after an indicator, unless one of its districts follows; else any that is not our own."""
        end = min((indicator.end for indicator in indicators), default=None)
        after = [region.ent_id_ for region in regions if end is not None and region.start >= end]
        if after:
            districts = (region for region in after if region in self._districts)
            return str(next(districts, _OWN) if after[0] == _OWN else after[0])
        found = [str(region.ent_id_) for region in regions]
        return next((region for region in found if region != _OWN), found[0] if found else None)


def _bare(word: str) -> str:
    """A word without "-nya": "kemiskinannya" names the same indicator."""
    return word.removesuffix("nya") if len(word) > _SHORTEST_WITH_NYA else word


def _pattern(phrase: str, *, guess: bool) -> list[dict[str, Any]]:
    return [
        {"LOWER": {"FUZZY1": word}} if guess and len(word) >= _FUZZY_FROM and word.isalpha() else {"LOWER": word}
        for word in phrase.lower().split()
    ]


def _most_specific(indicators: Sequence[Any]) -> str | None:
    """The indicator named by the most words, the first of equals: "pengeluaran" loses to "pdrb menurut pengeluaran"."""
    if not indicators:
        return None
    generic = {"penduduk", "tenaga_kerja", "pengeluaran", "konsumsi", "perkebunan"}
    best = max(indicators, key=lambda entity: (entity.ent_id_ not in generic, len(entity)))
    return str(best.ent_id_)


def _entities(need: Need, normal: str) -> list[dict[str, Any]]:
    values = {"indikator": need.indicator, "wilayah": need.region, "tahun": need.year}
    if match := _CODE.search(normal):
        values["kode"] = match[1] or match[2]
    return [
        {"entity": entity, "value": value, "extractor": "StatisticsRuler", "confidence_entity": 1.0}
        for entity, value in values.items()
        if value is not None
    ]
