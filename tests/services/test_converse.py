"""A turn from message to reply, in every state of the conversation."""

import httpx
import pytest

from bot.core.conversations import State
from bot.core.messages import Speaker
from bot.core.retries import FaultKind
from bot.core.turns import TurnReply
from bot.services import desk, desk_queue
from tests.fakes import Json, bubble, reply, wants_officer
from tests.world import World

FAQ: Json = {"faq": "data_ipm"}


def test_answer_is_seen_once_with_the_question(world: World) -> None:
    """service_rules 6.3, 6.4: the question is written in the chat and the bot serves; one commit, said once."""
    world.say("ipm seruyan")
    world.turn()
    assert [(m.seq, m.speaker, m.text) for m in world.seen()] == [
        (1, Speaker.USER, "ipm seruyan"),
        (2, Speaker.BOT, "jawab: ipm seruyan"),
    ]
    assert world.turn() == []


def test_request_carries_state_and_idle_time(world: World) -> None:
    """Turn protocol: Rasa's opaque state comes back to it, with office time and the seconds since the last turn."""
    world.rasa.answer = lambda request: reply(bubble("ya"), state={"n": 1})
    world.say("satu")
    world.turn()
    world.clock.advance(60)
    world.say("dua")
    world.turn()
    first, second = world.rasa.requests
    assert (first["state"], first["idle_s"], first["mode"]) == (None, None, "bot")
    assert (second["state"], second["idle_s"]) == ({"n": 1}, 60.0)
    assert second["now"] == "2026-11-23T10:01:00+07:00"


def test_fragments_are_gathered_into_one_turn(world: World) -> None:
    """stories 12: `P`, `mau tanya`, `data penduduk` get one answer."""
    world.rasa.answer = lambda request: (
        reply(bubble("ya?", sure=False), wait_s=3)
        if len(request["messages"]) < 3
        else reply(bubble(f"{len(request['messages'])} pesan"))
    )
    world.say("P")
    assert world.turn()[0].held
    assert world.turn() == []  # not due before three seconds have passed
    world.clock.advance(2)
    world.say("mau tanya")
    assert world.turn()[0].held
    world.say("data penduduk")
    world.turn()
    assert world.replies() == ["3 pesan"]


def test_unsure_reply_goes_out_when_nothing_more_comes(world: World) -> None:
    """design 'Dispatcher': an unclear message waits 3 s, then it is answered all the same."""
    world.rasa.answer = lambda request: reply(bubble("maksudnya?", sure=False), wait_s=3)
    world.say("anu")
    world.turn()
    world.clock.advance(2.9)
    assert world.turn() == []
    world.clock.advance(0.1)
    world.turn()
    assert world.replies() == ["maksudnya?"]


def test_endless_fragments_get_an_answer(world: World) -> None:
    """Nobody who goes on typing may starve: 30 s after the first bubble the reply goes out."""
    world.rasa.answer = lambda request: reply(bubble("baik", sure=False), wait_s=8)
    for _ in range(8):
        world.say("terus")
        world.turn()
        world.clock.advance(5)
    assert world.replies() == ["baik"]


def test_message_that_came_while_rasa_worked_joins_an_unsure_turn(world: World) -> None:
    """A turn may be repeated at will: it is taken again with all that came by then."""
    world.rasa.answer = lambda request: reply(
        bubble(f"{len(request['messages'])}", sure=False), wait_s=0 if len(request["messages"]) == 2 else 3
    )
    world.say("P")
    [claimed] = world.claim()
    answer = world.ask(claimed)
    world.say("data")
    assert world.settle(claimed, answer).held
    world.turn()
    assert world.replies() == ["2"]


def test_message_that_came_while_a_sure_answer_was_made_is_next(world: World) -> None:
    """A sure answer goes out at once; order is kept."""
    world.say("satu")
    [claimed] = world.claim()
    answer = world.ask(claimed)
    world.say("dua")
    world.settle(claimed, answer)
    world.turn()
    assert world.replies() == ["jawab: satu", "jawab: dua"]


def test_button_press_reaches_rasa_as_meaning_and_ends_gathering(world: World) -> None:
    """design 'Buttons never become text': only the stored meaning counts, and it waits for nothing."""
    world.rasa.answer = lambda request: (
        reply(bubble("dipilih"))
        if request["button"]
        else reply(bubble("mau yang mana?", ("IPM", FAQ), sure=False), wait_s=3)
    )
    world.say("ipm")
    world.turn()
    world.clock.advance(3)
    world.turn()
    world.say("eh")
    world.press("IPM")
    world.turn()
    world.turn()
    assert [r["button"] for r in world.rasa.requests[-2:]] == [None, FAQ]
    assert world.rasa.requests[-1]["messages"][0]["text"] == "IPM"
    assert world.replies() == ["mau yang mana?", "mau yang mana?", "dipilih"]


def test_reply_of_a_turn_overtaken_by_an_officer_is_dropped(world: World) -> None:
    """Never a bot talking over an officer: computed before the take, committed after it = dropped."""
    officer = world.officer("rina")
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    world.rasa.answer = lambda request: reply(bubble("jawaban bot"))
    world.say("ipm?")
    [claimed] = world.claim()
    answer = world.ask(claimed)
    desk.take(world.kit, officer, world.session.conversation_id)
    assert world.settle(claimed, answer).stale
    assert world.turn() == []  # the message is the officer's now
    assert "jawaban bot" not in world.replies()
    assert world.conversation.due_at is None


def test_waiting_person_gets_sure_answers_only_and_one_note(world: World) -> None:
    """stories 2: doubt is silent except once `Sudah saya catat untuk petugas`."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    world.rasa.answer = lambda request: reply(bubble("ragu", sure=False))
    world.say("anu")
    world.say("itu")
    world.turn()
    world.say("lagi")
    world.turn()
    world.rasa.answer = lambda request: reply(bubble("pasti"), bubble("ragu", sure=False))
    world.say("jam buka?")
    world.turn()
    assert world.rasa.requests[-1]["mode"] == "waiting"
    assert world.replies()[1:] == ["Sudah saya catat untuk petugas.", "pasti"]


def test_a_thank_you_of_who_waits_gets_no_reply(world: World) -> None:
    """stories 13, 16: neither courtesy nor *sudah saya catat*; the next doubt is noted as before."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    thanks = reply(bubble("Sama-sama."))
    world.rasa.answer = lambda request: {**thanks, "decision": {**thanks["decision"], "intent": "terima_kasih"}}
    world.say("makasih ya")
    world.turn()
    assert len(world.replies()) == 1
    world.rasa.answer = lambda request: reply(bubble("ragu", sure=False))
    world.say("anu")
    world.turn()
    assert world.replies()[1:] == ["Sudah saya catat untuk petugas."]


def test_ticket_sentence_joins_the_last_bubble(world: World) -> None:
    """Contract: the number exists only in the commit; its sentence follows Rasa's words in the same bubble."""
    world.rasa.answer = lambda request: reply(bubble("Baik."), commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    [said] = world.replies()
    assert said.startswith("Baik.\nPetugas sedang tidak terhubung")
    assert "PST-20261123-0001" in said
    assert world.conversation.state is State.WAITING


def test_outage_loses_nothing_and_is_told_once(world: World) -> None:
    """Rasa away: one notice after 60 s, the answer when it is back, once and in order."""
    world.rasa.answer = lambda request: httpx.ConnectError("refused")
    world.say("satu")
    for _ in range(40):
        world.turn()
        world.clock.advance(5)
        if world.clock.now.minute == 1 and world.clock.now.second == 30:
            world.say("dua")
    assert len(world.replies()) == 1
    assert "tertunda" in world.replies()[0]
    world.rasa.answer = lambda request: reply(bubble(f"{len(request['messages'])} dijawab"))
    world.clock.advance(10)
    world.turn()
    assert world.replies()[1:] == ["2 dijawab"]
    assert world.conversation.faulty_since is None


def test_the_word_about_an_outage_counts_from_the_message(world: World) -> None:
    """Issue 2: one text after 60 s, also where Rasa hangs and each attempt takes its 20 s to fail."""
    world.say("satu")
    while not world.replies():
        for claimed in world.claim():
            world.clock.advance(20)
            world.settle(claimed, FaultKind.BUSY)
        world.clock.advance(0.25)
    assert (world.clock.now.minute, world.clock.now.second) in {(1, second) for second in range(3)}


@pytest.mark.parametrize(
    ("others_work", "failures"),
    [
        (True, 5),  # other turns work: this one is the poison
        (False, 10),  # nobody else to compare with: a longer patience
    ],
)
def test_poison_turn_is_apologised_for_and_handed_over(world: World, others_work: bool, failures: int) -> None:
    """design 'Faults are loud': retried, then apologised for and handed to an officer; never silently lost."""
    officer = world.officer("rina")
    world.last_success = others_work
    world.rasa.answer = lambda request: 500
    world.say("racun")
    taken = 0
    while world.conversation.state is State.BOT and taken < 50:
        taken += len(world.turn())
        world.clock.advance(11)
    assert taken == failures
    [*_, apology] = world.replies()
    assert "gangguan" in apology
    assert "PST-20261123-0001" in apology
    assert [row.preview for row in desk_queue.queue(world.kit, officer)] == ["racun"]
    assert world.turn() == []


def test_outage_is_never_taken_for_poison(world: World) -> None:
    """Unlimited patience with an absent Rasa, also when its first word after it is an error."""
    world.rasa.answer = lambda request: 503
    world.say("halo")
    for _ in range(50):
        world.turn()
        world.clock.advance(11)
    world.last_success = True
    world.rasa.answer = lambda request: 500
    world.turn()
    world.clock.advance(11)
    world.rasa.answer = lambda request: reply(bubble("halo juga"))
    world.turn()
    assert world.replies()[-1] == "halo juga"


def test_stale_fence_cannot_commit(world: World) -> None:
    """A worker that slept past its lease is fenced off: the other one's reply is the only one."""
    world.say("satu")
    [slow] = world.claim("slow")
    answer = world.ask(slow)
    assert isinstance(answer, TurnReply)
    world.clock.advance(11)
    [fast] = world.claim("fast")
    assert not world.settle(fast, answer).stale
    assert world.settle(slow, answer).stale
    assert world.settle(slow, FaultKind.BUSY).stale
    assert world.replies() == ["jawab: satu"]
