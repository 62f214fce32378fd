"""From probabilities to what the assistant does, judged at FAQ level."""

from __future__ import annotations

import pytest

from bot.components.decision import Decider, Decision, Ranking, Thresholds

AT = Thresholds(
    answer=0.5, margin=0.1, option=0.2, offered=0.05, dialogue=0.4, form=0.6, out_of_scope=0.5,
    second=0.8, trace=0.001, likely=0.6, clear_trace=0.05, pointed=0.01,
)  # fmt: skip
GROUPS = {"data_tabel": "tabel", "data_tabel_lain": "tabel", "layanan_petugas": "bicara", "minta_petugas": "bicara"}
IPM, ARTI, TABEL, TABEL_LAIN = (
    "tanya_data/data_ipm",
    "tanya_metadata/metadata_ipm",
    "tanya_data/data_tabel",
    "tanya_data/data_tabel_lain",
)


def decide(*rankings: Ranking) -> Decision:
    return Decider(AT, GROUPS).decide(rankings)


@pytest.mark.parametrize(
    ("ranking", "kind", "what"),
    [
        ([(IPM, 0.8), (ARTI, 0.1)], "answer", ("data_ipm",)),  # clear
        ([(IPM, 0.5), (ARTI, 0.39)], "answer", ("data_ipm",)),  # just enough
        ([(IPM, 0.52), (ARTI, 0.45)], "options", ("data_ipm", "metadata_ipm")),  # close
        ([(IPM, 0.4), (ARTI, 0.1), (TABEL, 0.04)], "options", ("data_ipm", "metadata_ipm")),  # likely enough to ask
        ([(IPM, 0.15), (ARTI, 0.1)], "fallback", ()),  # far
        ([(TABEL, 0.3), (TABEL_LAIN, 0.28), (IPM, 0.2)], "answer", ("data_tabel",)),  # equals count together
        ([("terima_kasih", 0.6), (IPM, 0.2)], "other", ()),
        ([("terima_kasih", 0.3), (IPM, 0.25)], "options", ("data_ipm",)),  # unsure of the dialogue intent
        ([("terima_kasih", 0.3), (IPM, 0.1)], "fallback", ()),
        ([("pengaduan", 0.55), (IPM, 0.3)], "options", ("data_ipm",)),  # no form opens on a weak guess
        ([("pengaduan", 0.65), (IPM, 0.2)], "other", ()),
        ([("luar_topik/bpjs", 0.4), ("luar_topik/umum", 0.2), (IPM, 0.1)], "fallback", ()),  # all outside together
        ([("luar_topik/bpjs", 0.52), (IPM, 0.3)], "options", ("data_ipm",)),  # outside, but an entry is near
    ],
)
def test_one_question(ranking: Ranking, kind: str, what: tuple[str, ...]) -> None:
    """Design, 'classify and decide': clear → answer, close → which?, far → say so."""
    decision = decide(ranking)
    assert (decision.kind, decision.faq or decision.options) == (kind, what)


def test_never_more_than_three_are_offered() -> None:
    """Stories 11: three choices and *Bukan itu* fit every channel."""
    ranking = [(f"tanya_data/data_{n}", 0.22 - n / 100) for n in range(4)]
    assert len(decide(ranking).options) == 3


def test_out_of_scope_keeps_its_topic() -> None:
    """Stories 12: "iuran BPJS" is told whose business it is."""
    decision = decide([("luar_topik/bpjs", 0.4), ("luar_topik/umum", 0.3)])
    assert (decision.intent, decision.topic) == ("luar_topik", "bpjs")
    assert decision.confidence == pytest.approx(0.7)


def test_an_opening_is_a_greeting_that_announces_a_question() -> None:
    """Stories 12: "mau tanya" is met like a greeting, and waited for longer."""
    decision = decide([("mau_tanya", 0.9)])
    assert (decision.intent, decision.topic) == ("sapaan", "mau_tanya")


def test_two_sure_parts_are_two_answers_in_the_order_asked() -> None:
    """Stories 23: a message with two questions gets both."""
    whole = [(ARTI, 0.45), (IPM, 0.4)]
    decision = decide(whole, [(IPM, 0.9)], [(ARTI, 0.9)])
    assert (decision.kind, decision.intent, decision.faq) == ("answer", "tanya_ganda", ("data_ipm", "metadata_ipm"))


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ([(IPM, 0.9)], ([(IPM, 0.9)], [(IPM, 0.9)])),  # the same twice
        ([(TABEL, 0.9)], ([(TABEL, 0.9)], [(TABEL_LAIN, 0.9)])),  # two of one group
        ([(IPM, 0.99)], ([(IPM, 0.9)], [("terima_kasih", 0.9)])),  # thanks is no question
        ([(IPM, 0.99)], ([(IPM, 0.9)], [(ARTI, 0.3)])),  # a part that may mean anything
        ([(IPM, 0.99)], ([(IPM, 0.9)], [(ARTI, 0.9)])),  # the whole holds no trace of it
    ],
)
def test_one_question_gets_one_answer(whole: Ranking, parts: tuple[Ranking, ...]) -> None:
    """Issue 2, numbers: a second answer nobody asked for is a fault."""
    decision = decide(whole, *parts)
    assert (decision.kind, len(decision.faq)) == ("answer", 1)


@pytest.mark.parametrize(
    ("whole", "leaning", "answered"),
    [
        ([(IPM, 0.6), (ARTI, 0.3)], [(TABEL, 0.9), (ARTI, 0.05)], ("data_ipm", "metadata_ipm")),  # each knows half
        ([(IPM, 0.6), (ARTI, 0.3)], [(TABEL, 0.9), (ARTI, 0.001)], ("data_ipm",)),  # the part does not point to it
        ([(IPM, 0.9), (ARTI, 0.01)], [(TABEL, 0.9), (ARTI, 0.05)], ("data_ipm",)),  # nor the whole
    ],
)
def test_a_part_that_leans_on_the_first_is_read_with_the_whole(
    whole: Ranking, leaning: Ranking, answered: tuple[str, ...]
) -> None:
    """Stories 23: "raw data berapa, dan syaratnya apa" asks for the raw data's terms."""
    assert decide(whole, [(IPM, 0.9)], leaning).faq == answered


def test_small_talk_does_not_hide_a_question() -> None:
    """Stories 12: a greeting around a question is not what is answered."""
    decision = decide([("sapaan", 0.6), (IPM, 0.3)], [("sapaan", 0.9)], [(IPM, 0.8)])
    assert (decision.kind, decision.faq) == ("answer", ("data_ipm",))


@pytest.mark.parametrize(
    ("second", "faq", "options"),
    [
        ([(ARTI, 0.7)], ("data_tabel", "metadata_ipm"), ()),  # sure by itself, without a trace in the whole
        ([(ARTI, 0.45), (IPM, 0.4)], ("data_tabel",), ("metadata_ipm", "data_ipm")),  # unsure: asked which
        ([(TABEL_LAIN, 0.4), (IPM, 0.35)], ("data_tabel",), ()),  # the answer given is among what it may mean
        ([("terima_kasih", 0.8)], ("data_tabel",), ()),
    ],
)
def test_no_message_of_its_own_is_dropped(second: Ranking, faq: tuple[str, ...], options: tuple[str, ...]) -> None:
    """Issue 2: of two questions that waited for the same turn neither is lost."""
    first = [(TABEL, 0.9)]
    decider = Decider(AT, GROUPS)
    decision = decider.with_every_message(decider.decide([first, first, second]), [first, second])
    assert (decision.kind, decision.faq, decision.options) == ("answer", faq, options)


def test_each_unsure_message_has_its_likeliest_offered() -> None:
    """Issue 2: beside an answer two fit the buttons, one for each question."""
    first, second, third = [(TABEL, 0.9)], [(ARTI, 0.45), (IPM, 0.4)], [("tanya_data/data_pdrb", 0.4), (IPM, 0.35)]
    decider = Decider(AT, GROUPS)
    decision = decider.with_every_message(decider.decide([first, first, second, third]), [first, second, third])
    assert decision.options == ("metadata_ipm", "data_pdrb")


def test_what_a_message_asks_alone_is_surer_than_all_of_them_together() -> None:
    """Issue 2: a question beside it does not change what a message is answered with."""
    decider = Decider(AT, GROUPS)
    whole, first, second = [(ARTI, 0.6)], [(IPM, 0.9)], [("terima_kasih", 0.2)]
    assert decider.with_every_message(decider.decide([whole, first, second]), [first, second]).faq == ("data_ipm",)
