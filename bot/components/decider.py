"""Last of the pipeline: writes what was decided, as Rasa's intent, entities and response selection."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, RESPONSE_SELECTOR
from rasa.shared.nlu.training_data.message import Message

from bot.components import resources
from bot.components.attributes import CORRECTION, DECISION, MESSAGES, NEED, NORMAL, PARTS, RANKINGS
from bot.components.decision import OUT_OF_SCOPE, Decider, Decision, Ranking, Thresholds, both
from bot.components.equals import read_equals
from bot.components.followups import Context, chosen, is_follow_up, level_of, names_a_day, only_names, wants_figures
from bot.components.lexicon import load_lexicon
from bot.components.mood import calmed
from bot.components.slots import context_of, remembered
from bot.components.ways import by_own_way, names_way
from bot.core.days import find_day
from bot.core.question import Need

_SHOWN = 5
_PAIR = 2
_SMALLEST = frozenset({"desa", "kelurahan"})
_AREAS = _SMALLEST | {"kecamatan", "kec", "provinsi"}
"""Words for a level that is not the regency's."""
_FIGURE = re.compile(r"\b(?:berapa\w*|jumlahnya|angkanya|nilainya|persentasenya)\b")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DecisionMaker(IntentClassifier, GraphComponent):
    """Buttons first, then what only makes sense after the last answer, then the classifier's ranking."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Thresholds of `bot.components.decision.Thresholds` by name, and the side files."""
        return {"groups": str(resources.EQUALS), "names": str(resources.ENTITIES), "thresholds": {}}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DecisionMaker:
        """Build from the configuration (see the parent class)."""
        return cls(config)

    def __init__(self, config: dict[str, Any]) -> None:
        first = {name: groups[0] for name, groups in read_equals(Path(config["groups"])).items()}
        self._decider = Decider(Thresholds(**config["thresholds"]), first)
        self._lexicon = load_lexicon(Path(config["names"]))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The content of the side files."""
        files = (Path(config["groups"]), Path(config["names"]))
        return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Write INTENT, its ranking, the response selection, ENTITIES and DECISION."""
        for message in messages:
            context = context_of(tracker)
            button = (message.get("metadata") or {}).get("button")
            decision, needs = self._by_button(button, context) if button else self._by_text(message, context)
            self._write(message, decision, needs[0], context)
        return messages

    def _by_button(self, button: dict[str, Any], context: Context) -> tuple[Decision, list[Need]]:
        entities = {entity["entity"]: entity["value"] for entity in button.get("entities", [])}
        need = Need(indicator=entities.get("indikator"), region=entities.get("wilayah"), year=entities.get("tahun"))
        if "faq" in button:
            return answer(button["faq"]), [need.inherit(context.need)]
        decision = Decision(kind="other", intent=button["intent"], topic=entities.get("jenis"), confidence=1.0)
        return decision, [need.inherit(context.need)]

    def _by_text(self, message: Message, context: Context) -> tuple[Decision, list[Need]]:
        normal = message.get(NORMAL) or ""
        needs = [
            Need(indicator=n["indikator"], region=n["wilayah"], year=n["tahun"]) for n in message.get(NEED) or [{}]
        ]
        if meaning := chosen(normal, context):
            return self._by_button(meaning, context)
        if names_a_day(normal, needs[0], context, _today(message)):
            return answer(context.faq or ""), needs
        bare = normal.strip(" ?!.,;")
        follows = self._follows(normal, needs[0], context)
        if follows and (message.get(CORRECTION) or bare not in self._lexicon.pairs):
            return self._follow_up(message, needs[0], context)
        if bare in self._lexicon.pairs:
            return Decision(
                kind="options", intent="tanya_indikator", options=self._lexicon.pairs[bare], confidence=1.0
            ), needs
        if not bare:
            return Decision(kind="fallback", intent="luput"), needs
        rankings = self._with_follow_ups(message, needs)
        if pair := self._named_figures(message, needs, rankings):
            return pair, needs
        if faq := self._figures_by_name(normal, needs, _today(message)):
            return answer(faq), needs
        if not names_way(normal):
            rankings = [by_own_way(ranking, context.faq) for ranking in rankings]
        of_part = dict(zip((message.get(PARTS) or [])[1:], rankings[1:], strict=False))
        own = [of_part[part] for part in message.get(MESSAGES) or () if part in of_part]
        decision = in_context(self._decider.with_every_message(self._decider.decide(rankings), own), context)
        return (decision if needs[0].indicator else calmed(decision, normal, self._lexicon.upset)), needs

    def _with_follow_ups(self, message: Message, needs: list[Need]) -> list[Ranking]:
        """The rankings, where a part that follows up another ("…, kalau ntp?") is read as such."""
        rankings: list[Ranking] = list(message.get(RANKINGS))
        parts = message.get(PARTS) or []
        for position in range(2, len(rankings)):
            earlier = self._decider.decide_one(rankings[position - 1])
            context = Context(faq=earlier.faq[0] if earlier.faq else None, need=needs[position - 1])
            if self._follows(parts[position], needs[position], context):
                faq = self._followed(parts[position], needs[position], context)
                rankings[position] = [(f"{answer(faq).intent}/{faq}", 1.0)]
        return rankings

    def _named_figures(self, message: Message, needs: list[Need], rankings: list[Ranking]) -> Decision | None:
        """Both answers where all that parts do is name an indicator each: "kemiskinan sama ipm seruyan"."""
        parts = (message.get(PARTS) or [])[1:]
        if len(rankings) == 1 or not wants_figures(message.get(NORMAL), needs[0]):
            return None
        named = dict.fromkeys(self._named(*each) for each in zip(parts, needs[1:], strict=True))
        found = tuple(faq for faq in named if faq)
        return both(found) if len(found) == len(named) >= _PAIR else None

    def _figures_by_name(self, normal: str, needs: list[Need], today: date | None) -> str | None:
        """The figures' entry of a message that only names an indicator, with a place, a period or "berapa"."""
        need, indicator = needs[0], needs[0].indicator
        if indicator is None or any(other.indicator not in {None, indicator} for other in needs):
            return None
        if not wants_figures(normal, need):
            return None
        beside = self._lexicon.beside_names(indicator, normal)
        if not only_names(normal, need, beside):
            return None
        if self._leaves_level_open(normal, need, beside) or _is_ahead(need, today):
            return None  # which table has it is for the classifier to say
        return self._entry(normal, need, need)

    def _leaves_level_open(self, normal: str, need: Need, beside: list[str]) -> bool:
        """Whether a level is named that the indicator's own entry may not be about."""
        in_district = need.region in self._lexicon.districts
        if in_district and need.indicator == "kemiskinan":
            return True
        if level_of(normal) is None:
            return not _AREAS.isdisjoint(beside) and not (in_district and _SMALLEST.isdisjoint(beside))
        return need.indicator not in {"penduduk", *self._lexicon.not_below_regency}

    def _named(self, part: str, need: Need) -> str | None:
        context = Context(faq=self._lexicon.figures_of(need.indicator, part))
        return self._followed(part, need, context) if self._follows(part, need, context) else None

    def _follows(self, normal: str, need: Need, context: Context) -> bool:
        """Whether it follows up the last answer and, if it names an indicator, an entry has its figures."""
        if need.indicator and self._lexicon.figures_of(need.indicator, normal) is None:
            return False
        return is_follow_up(normal, need, self._lexicon.words, context)

    def _follow_up(self, message: Message, need: Need, context: Context) -> tuple[Decision, list[Need]]:
        faq = self._followed(message.get(NORMAL), need, context)
        return answer(faq), [need.inherit(context.need)]

    def _followed(self, normal: str, need: Need, context: Context) -> str:
        """The entry that a mere name, place, period or level asks for after the last one."""
        return self._entry(normal, need, need.inherit(context.need)) or context.faq or ""

    def _entry(self, normal: str, need: Need, whole: Need) -> str | None:
        """The entry of the indicator that is named, or of the level of the one asked about before."""
        level = level_of(normal)
        if level and whole.indicator == "penduduk":
            return f"data_penduduk_{level}"
        if level == "desa" and whole.indicator == "kemiskinan":
            return "data_kemiskinan_desa"
        found = self._lexicon.figures_of(need.indicator, normal)
        in_district = need.region in self._lexicon.districts and found == self._lexicon.figures["penduduk"]
        return "data_penduduk_kecamatan" if in_district else found

    def _needs(self, message: Message, decision: Decision) -> list[dict[str, str | None]]:
        """What each of several entries was asked for; place and period said once hold for all of them."""
        parts, needs = message.get(PARTS) or [], message.get(NEED) or []
        if len(decision.faq) == 1 or not needs:
            return []
        whole = needs[0] | {"indikator": None}
        of_parts = {
            self._lexicon.figures_of(need["indikator"], part): need
            for part, need in zip(parts[1:], needs[1:], strict=True)
        }
        named = ({key: value for key, value in of_parts.get(faq, whole).items() if value} for faq in decision.faq)
        return [whole | need for need in named]

    def _write(self, message: Message, decision: Decision, need: Need, context: Context) -> None:
        intent = {"name": decision.intent, "confidence": decision.confidence}
        ranking = (message.get(RANKINGS) or [[]])[0][:_SHOWN]
        message.set(INTENT, intent, add_to_output=True)
        message.set(
            INTENT_RANKING_KEY,
            [intent, *({"name": label, "confidence": share} for label, share in ranking)],
            add_to_output=True,
        )
        today = _today(message)
        message.set(ENTITIES, [*_kept(message), *remembered(decision, need, context, today)], add_to_output=True)
        put = _manner(message, context, today) | {"needs": self._needs(message, decision)}
        message.set(DECISION, decision.as_dict() | put, add_to_output=True)
        if key := _response_key(decision):
            message.set(RESPONSE_SELECTOR, _selection(key), add_to_output=True)


def answer(faq: str) -> Decision:
    """The decision to answer with one entry, sure of it."""
    return Decision(kind="answer", intent=f"tanya_{faq.partition('_')[0]}", faq=(faq,), confidence=1.0)


def _kept(message: Message) -> list[dict[str, Any]]:
    return [entity for entity in message.get(ENTITIES) or [] if entity["entity"] == "kode"]


def in_context(decision: Decision, context: Context) -> Decision:
    """What "ya" and "tidak" mean after an offer: the person or the only entry that was asked about, or none of it."""
    if decision.kind != "other" or not context.offered:
        return decision
    first = context.offered[0]
    if decision.intent == "ya" and first.get("asked") and first["meaning"].get("intent") == "minta_petugas":
        return replace(decision, intent="minta_petugas")
    asked_which = any(offer["meaning"].get("intent") == "bukan_itu" for offer in context.offered)
    entries = [offer["meaning"]["faq"] for offer in context.offered if "faq" in offer["meaning"]]
    if decision.intent == "ya" and asked_which and len(entries) == 1:
        return answer(entries[0])
    if decision.intent == "tidak" and asked_which:
        return replace(decision, intent="bukan_itu")
    return decision


def _is_ahead(need: Need, today: date | None) -> bool:
    """Whether a year is asked for that has not come yet: a projection."""
    return today is not None and (need.year or "").isdigit() and int(need.year or 0) > today.year


def _today(message: Message) -> date | None:
    """The office's date as the turn carries it; None for examples and `rasa shell`."""
    now = (message.get("metadata") or {}).get("now")
    return datetime.fromisoformat(now).date() if now else None


def _manner(message: Message, context: Context, today: date | None) -> dict[str, Any]:
    """How the question was put: what the wording of an answer depends on."""
    normal = message.get(NORMAL) or ""
    day = find_day(normal, today) if today else None
    return {
        "level": level_of(normal),
        "asks_figure": bool(_FIGURE.search(normal)),
        "day": day.isoformat() if day else None,
        "any_way": not names_way(normal),
        "greeted": today is not None and context.greeted_on == today.isoformat(),
    }


def _response_key(decision: Decision) -> str | None:
    if decision.intent == OUT_OF_SCOPE:
        return f"{OUT_OF_SCOPE}/{decision.topic}"
    if decision.kind == "answer" and len(decision.faq) == 1 and not decision.options:
        return f"{decision.intent}/{decision.faq[0]}"
    return None


def _selection(key: str) -> dict[str, Any]:
    intent = key.partition("/")[0]
    response = {"intent_response_key": key, "utter_action": f"utter_{key}", "confidence": 1.0}
    return {"all_retrieval_intents": [intent], intent: {"response": response, "ranking": []}}
