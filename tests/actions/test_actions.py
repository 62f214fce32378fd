"""Actions only read, and return commands that the service applies."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.interfaces import ActionNotFoundException

from actions.server import ActionServer

ROOT = Path(__file__).parents[2]


def run(action: str, text: str = "", mode: str = "bot", intent: str = "x", **slots: Any) -> dict[str, Any]:
    """What the action server answers to Rasa's call."""
    message = {"text": text, "metadata": {"mode": mode}, "intent": {"name": intent}, "entities": []}
    tracker = {
        "sender_id": "c-1",
        "slots": slots,
        "latest_message": message,
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    call = {"next_action": action, "sender_id": "c-1", "tracker": tracker, "domain": {}, "version": "3.6.21"}
    return asyncio.run(ActionServer().run(call))


def commands(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [reply["custom"] for reply in answer["responses"] if reply["custom"]]


def spoken(answer: dict[str, Any]) -> list[str]:
    return [reply["response"] for reply in answer["responses"] if reply["response"]]


@pytest.mark.parametrize(
    ("faq", "category"),
    [
        ("metadata_ipm", "metadata"),
        ("data_ipm", "data"),
        ("klasifikasi_hs", "klasifikasi"),
        ("layanan_biaya", "layanan"),
        (None, "layanan"),
        ("asing_x", "layanan"),
    ],
)
def test_asking_for_an_officer_carries_the_topic(faq: str | None, category: str) -> None:
    """Service_rules 6.10: the ticket knows what the conversation was about."""
    (command,) = commands(run("action_minta_petugas", "tolong petugas", faq=faq))
    assert command == {
        "perintah": "minta_petugas",
        "pertanyaan": "tolong petugas",
        "kategori": category,
        "kebutuhan": {"indikator": None, "wilayah": None, "tahun": None},
    }


def test_asking_for_a_figure_fills_the_need() -> None:
    """Stories 3: *Minta angkanya* is a data request with indicator, place and year."""
    slots = {"indikator": "ipm", "wilayah": "Hanau", "tahun": "2023", "faq": "metadata_ipm"}
    (command,) = commands(run("action_minta_angka", "Minta angkanya", **slots))
    assert (command["kategori"], command["kebutuhan"]) == (
        "data",
        {"indikator": "ipm", "wilayah": "Hanau", "tahun": "2023"},
    )


def test_a_long_question_is_cut() -> None:
    """The officer sees the whole conversation; the ticket's line stays short."""
    (command,) = commands(run("action_minta_petugas", "a" * 5_000))
    assert len(command["pertanyaan"]) == 500


def test_cancel() -> None:
    """Stories 2: *batal* leaves the queue when waiting, else it is only said."""
    waiting, talking = run("action_batal", mode="waiting"), run("action_batal")
    assert (commands(waiting), spoken(waiting)) == ([{"perintah": "batal_antrean"}], [])
    assert (commands(talking), spoken(talking)) == ([], ["utter_batal"])


def test_finish_and_mark() -> None:
    """Service_rules 7.1 and stories 9: words and command together."""
    finished, marked = run("action_selesai"), run("action_salah_jawaban", faq="data_ipm")
    assert (commands(finished), spoken(finished)) == ([{"perintah": "selesai"}], ["utter_selesai"])
    assert (commands(marked), spoken(marked)) == (
        [{"perintah": "tandai_salah", "faq": "data_ipm"}],
        ["utter_salah_jawaban"],
    )
    nothing_yet = run("action_salah_jawaban", faq=None)
    assert (commands(nothing_yet), spoken(nothing_yet)) == ([], ["utter_belum_membantu"])


def test_an_action_changes_nothing_itself() -> None:
    """Design: actions only read; no event of theirs sets a slot behind the decision's back."""
    for action in _in_domain():
        assert run(action, intent="pengaduan")["events"] == []


def test_domain_and_package_name_the_same_actions() -> None:
    """An action that only one of them knows fails at the first citizen who needs it."""
    served = {name for name in ActionServer()._executor.actions if name.startswith("action_")}
    assert served == _in_domain()


def test_an_unknown_action_is_refused() -> None:
    """Rasa-sdk's protocol: 404, so that Rasa's turn fails loudly."""
    with pytest.raises(ActionNotFoundException):
        run("action_tidak_ada")


def _in_domain() -> set[str]:
    domain = (ROOT / "domain.yml").read_text(encoding="utf-8")
    return set(re.findall(r"^  - (action_\w+)$", domain, re.MULTILINE))


def test_wanting_a_form_commands_it() -> None:
    """service_rules 6.9, stories 21a: a complaint goes to its own path, never into the officers' queue."""
    assert commands(run("action_mulai_formulir", "mau ngadu nih", intent="pengaduan")) == [
        {"perintah": "mulai_formulir", "formulir": "pengaduan"}
    ]
