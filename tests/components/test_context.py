"""What "ya" means after an offer depends on what was offered (stories 11)."""

from __future__ import annotations

import pytest

from bot.components.decider import in_context
from bot.components.decision import Decision
from bot.components.followups import Context

pytestmark = pytest.mark.rasa

YES = Decision(kind="other", intent="ya", confidence=0.9)
FIRST = {"title": "Tarif", "meaning": {"faq": "layanan_biaya"}}
SECOND = {"title": "Rilis", "meaning": {"faq": "data_belum_rilis"}}
OFFICER = {"title": "Bicara petugas", "meaning": {"intent": "minta_petugas", "entities": []}}
NEITHER = {"title": "Bukan itu", "meaning": {"intent": "bukan_itu", "entities": []}}


@pytest.mark.parametrize(
    ("offered", "faq"),
    [
        ([FIRST, NEITHER], ("layanan_biaya",)),
        ([FIRST, OFFICER, NEITHER], ("layanan_biaya",)),
        ([FIRST, SECOND, OFFICER, NEITHER], ()),
    ],
)
def test_yes_takes_the_only_entry(offered: list[dict[str, object]], faq: tuple[str, ...]) -> None:
    """Stories 11, service_rules 6.9: an officer offered beside the only entry does not hide what "ya" means."""
    assert in_context(YES, Context(offered=offered)).faq == faq


@pytest.mark.parametrize(("asked", "intent"), [(True, "minta_petugas"), (False, "ya")])
def test_yes_means_a_person_only_when_asked_for(asked: bool, intent: str) -> None:
    """Stories 11: "ok" after an answer with *Bicara petugas* under it puts nobody in the officers' queue."""
    assert in_context(YES, Context(offered=[{**OFFICER, "asked": asked}, FIRST])).intent == intent
