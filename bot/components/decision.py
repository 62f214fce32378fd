"""From probabilities to what the assistant does: answer, ask which, or say honestly that it did not understand.

Thresholds are judged at FAQ level: entries that answer one another's questions count together (data/bahasa/setara.csv).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain, zip_longest
from typing import Any

Ranking = Sequence[tuple[str, float]]

FAQ_PREFIX = "tanya_"
OUT_OF_SCOPE = "luar_topik"
OPENING = "mau_tanya"
GREETING = "sapaan"

_CLEARLY = 2.5
"""How many times more probable than the best entry out-of-scope must be; else the person is asked."""

_UNRANKED = 0.001
"""What is assumed for a label too improbable to be in a part's ranking."""

_ASKED_BESIDE = 2
"""How many entries are offered beside an answer; *Bukan itu* is the third button."""

_OPENS_FORM = frozenset(
    {"pengaduan", "beri_penilaian", "isi_buku_tamu", "perbaiki_data", "hapus_data", "tarik_persetujuan", "data_saya"}
)

_SMALL_TALK = frozenset({GREETING, OPENING, "terima_kasih", "perpisahan", "ya", "selesai"})
"""Intents that accompany a question without being one."""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """When a probability is enough.

    Attributes:
        answer: least probability of an answer given at once.
        margin: least lead over the next entry; below it the person is asked.
        option: least probability of the best entry to ask "Maksud Anda …?" at all.
        offered: least probability of each entry that is offered.
        dialogue: least probability of a dialogue intent.
        form: the same of one that opens a form: nobody finds themselves in a complaint for asking the hours.
        out_of_scope: least probability, of all such labels together, to say "bukan urusan BPS".
        second: least probability of each answer when a message is taken to hold two questions.
        trace: least probability in the whole message of each of these answers.
        likely: as `second`, for an answer with a clear trace.
        clear_trace: as `trace`, for an answer that is only likely.
        pointed: least probability, in a part that leans on the first one, of what the whole message points to.
    """

    answer: float = 0.42
    margin: float = 0.12
    option: float = 0.15
    offered: float = 0.04
    dialogue: float = 0.35
    form: float = 0.6
    out_of_scope: float = 0.45
    second: float = 0.8
    trace: float = 0.0005
    likely: float = 0.5
    clear_trace: float = 0.02
    pointed: float = 0.004


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What to do with one turn.

    Attributes:
        kind: `answer`, `options`, `fallback` or `other` (a dialogue intent).
        intent: the intent that Rasa's rules see.
        faq: ids to answer, in the order asked.
        options: ids to offer; beside an answer, those of another question in the same turn.
        confidence: of the best label.
        topic: the part after the slash of an out-of-scope label, or the kind of a file that was sent.
    """

    kind: str
    intent: str
    faq: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    confidence: float = 0.0
    topic: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """As it travels in Rasa's parse data."""
        return asdict(self)


def faq_id(label: str) -> str | None:
    """The entry's id of a full retrieval intent; None for a dialogue intent."""
    return label.partition("/")[2] if label.startswith(FAQ_PREFIX) and "/" in label else None


class Decider:
    """Decides on rankings; knows nothing of texts, answers or earlier turns."""

    def __init__(self, thresholds: Thresholds, groups: Mapping[str, str]) -> None:
        """Remember how to judge.

        Args:
            thresholds: see there.
            groups: id (or dialogue intent) to the name of its group of equals.
        """
        self._at = thresholds
        self._groups = groups

    def decide(self, rankings: Sequence[Ranking]) -> Decision:
        """Decide on a message: the first ranking is of the whole, the others of its parts."""
        whole = self.decide_one(rankings[0])
        if len(rankings) == 1:
            return whole
        parts = [self.decide_one(ranking) for ranking in rankings[1:]]
        found = self._asked_in(rankings, whole, parts)
        if len(found) >= 2 and (whole.kind != "answer" or self._among(whole.faq[0], found)):
            return both(found, self._at.second)
        return self._unless_one_part_is_clearer(whole, parts)

    def _asked_in(self, rankings: Sequence[Ranking], whole: Decision, parts: Sequence[Decision]) -> list[str]:
        """The entries that parts surely ask for and of which the whole message holds a trace.

        A later part may lean on the first ("apa itu data mikro dan berapa tarifnya?"): there the whole message knows
        its topic, and counts when the part points the same way.
        """
        traces = {faq_id(label): share for label, share in rankings[0]}
        found: list[str] = []
        for part, ranking in zip(parts, rankings[1:], strict=True):
            own = part.faq[0] if part.kind == "answer" else None
            if own is None or not self._is_asked(part.confidence, traces.get(own, 0.0)):
                own = self._leaned_on(rankings[0], whole, parts[0], ranking, found) if found else None
            if own is not None and not self._among(own, found):
                found.append(own)
        return found

    def _is_asked(self, share: float, trace: float) -> bool:
        """Sure of itself with a trace in the whole, or likely with a clear trace."""
        at = self._at
        return (share >= at.second and trace >= at.trace) or (share >= at.likely and trace >= at.clear_trace)

    def _leaned_on(
        self, ranking: Ranking, whole: Decision, first: Decision, part: Ranking, found: Sequence[str]
    ) -> str | None:
        """What a part asks that needs the first one's topic, as the whole message tells it."""
        leads = {faq_id(label) for label, share in part if share >= self._at.option}
        sure = whole.kind == "answer" and min(whole.confidence, first.confidence) >= self._at.second
        for faq in (whole.faq or whole.options)[:2]:
            if not self._among(faq, found) and (faq in leads or sure):
                return faq
        return self._both_point_to(ranking, part, found)

    def _both_point_to(self, whole: Ranking, part: Ranking, found: Sequence[str]) -> str | None:
        """The entry that whole and part together make sure: each knows half ("syaratnya apa" and "data mikro …")."""
        of_part = {faq_id(label): share for label, share in part}
        of_whole = {faq: share for label, share in whole if (faq := faq_id(label))}
        together = {faq: share * max(of_part.get(faq, 0.0), _UNRANKED) for faq, share in of_whole.items()}
        best = max(together, key=together.__getitem__, default=None)
        if best is None or self._among(best, found) or together[best] < self._at.second * sum(together.values()):
            return None
        enough = of_whole[best] >= self._at.clear_trace and of_part.get(best, 0.0) >= self._at.pointed
        return best if enough else None

    def _unless_one_part_is_clearer(self, whole: Decision, parts: Sequence[Decision]) -> Decision:
        """Greetings and thanks around one question can hide it; then the question alone decides."""
        questions = [part for part in parts if not (part.kind == "other" and part.intent in _SMALL_TALK)]
        if len(questions) == 1 and questions[0].kind == "answer" and questions[0].confidence > whole.confidence:
            return questions[0]
        return whole

    def with_every_message(self, decision: Decision, messages: Sequence[Ranking]) -> Decision:
        """The decision, in which no question that was a message of its own is dropped: answered, or asked which.

        Args:
            decision: on all of them together.
            messages: the ranking of each.
        """
        if not messages or len(decision.faq) >= len(messages):
            return decision
        alone = [self.decide_one(ranking) for ranking in messages]
        answered = any(each.faq for each in alone)
        found = [] if answered and len(decision.faq) == 1 else list(decision.faq)  # one for all is none of theirs
        for each in alone:
            found += [faq for faq in each.faq if not self._among(faq, found)]
        unsure = [
            each.options for each in alone if each.options and not any(self._among(o, found) for o in each.options)
        ]
        if not found or (tuple(found) == decision.faq and not unsure):
            return decision
        if len(found) == 1 and not unsure:
            return next(each for each in alone if each.faq)
        return replace(both(found, self._at.second), options=tuple(dict.fromkeys(_in_turn(unsure)))[:_ASKED_BESIDE])

    def _among(self, faq: str, others: Sequence[str]) -> bool:
        return any(self._group(faq) == self._group(other) for other in others)

    def decide_one(self, ranking: Ranking) -> Decision:
        """Decide on one ranking of labels."""
        outside = sum(share for label, share in ranking if label.startswith(f"{OUT_OF_SCOPE}/"))
        groups = self._grouped(ranking)
        best, share = groups[0]
        runner_up = groups[1][1] if len(groups) > 1 else 0.0
        entry = max((share for label, share in groups if faq_id(label)), default=0.0)
        if outside >= self._at.out_of_scope and outside > _CLEARLY * entry:
            return self._out_of_scope(ranking, outside)
        if faq_id(best) is None:
            return self._dialogue(best, share, groups)
        if share >= self._at.answer and share - runner_up >= self._at.margin:
            return _answer(best, share)
        return self._options(groups, share)

    def _grouped(self, ranking: Ranking) -> list[tuple[str, float]]:
        """Labels with the probability of their whole group, each group named by its best member."""
        shares: dict[str, float] = {}
        names: dict[str, str] = {}
        for label, share in ranking:
            group = self._group(faq_id(label) or label)
            names.setdefault(group, label)
            shares[group] = shares.get(group, 0.0) + share
        return sorted(((names[group], share) for group, share in shares.items()), key=lambda pair: -pair[1])

    def _group(self, name: str) -> str:
        return self._groups.get(name, name)

    def _dialogue(self, label: str, share: float, groups: Sequence[tuple[str, float]]) -> Decision:
        least = self._at.form if label in _OPENS_FORM else self._at.dialogue
        if label.startswith(OUT_OF_SCOPE) or share < least:
            return self._options(groups, share)
        intent = GREETING if label == OPENING else label
        return Decision(kind="other", intent=intent, confidence=share, topic=OPENING if label == OPENING else None)

    def _options(self, groups: Sequence[tuple[str, float]], share: float) -> Decision:
        offered = [(faq_id(label), part) for label, part in groups if faq_id(label)]
        ids = tuple(faq for faq, part in offered[:3] if faq is not None and part >= self._at.offered)
        if ids and offered[0][1] >= self._at.option:
            return Decision(kind="options", intent="ragu", options=ids, confidence=share)
        return Decision(kind="fallback", intent="luput", confidence=share)

    def _out_of_scope(self, ranking: Ranking, share: float) -> Decision:
        label = next(label for label, _ in ranking if label.startswith(f"{OUT_OF_SCOPE}/"))
        return Decision(kind="fallback", intent=OUT_OF_SCOPE, confidence=share, topic=label.partition("/")[2])


def both(found: Sequence[str], confidence: float = 1.0) -> Decision:
    """The decision to answer two questions or more at once."""
    return Decision(kind="answer", intent="tanya_ganda", faq=tuple(found), confidence=confidence)


def _answer(label: str, share: float) -> Decision:
    return Decision(kind="answer", intent=label.partition("/")[0], faq=(label.partition("/")[2],), confidence=share)


def _in_turn(options: Sequence[Sequence[str]]) -> list[str]:
    """The first of each, then the second of each: every question has one offered before another has two."""
    return [faq for faq in chain.from_iterable(zip_longest(*options)) if faq is not None]
