"""After an outage each person gets one bubble (stories 14)."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from bot.core.conversations import Address, State
from bot.core.messages import Incoming, Kind
from bot.core.retries import FaultKind
from bot.core.turns import TurnReply
from bot.dialogue.client import RasaClient
from bot.services import backlog, converse, desk, desk_queue
from bot.services.converse import Claim
from bot.services.receive import receive
from bot.store.tables import inbox
from tests.fakes import Json, bubble, reply, wants_officer
from tests.world import World

SORRY = "Mohon maaf, layanan kami sempat terganggu pukul"
OUTAGE = timedelta(hours=3)


def other(*messages: Json, intent: str = "sapaan", commands: tuple[Json, ...] = ()) -> Json:
    """A dialogue intent's reply: small talk, a complaint, a command."""
    return {**reply(*messages, commands=commands), "decision": {"kind": "other", "intent": intent, "faq": []}}


def rasa(world: World, answers: Mapping[str, Json]) -> None:
    """Rasa answers each text in its own way."""

    def answer(request: Json) -> Json:
        text = " ".join(message["text"] for message in request["messages"])
        return answers.get(text) or reply(bubble(f"jawab: {text}"), state={"last": text})

    world.rasa.answer = answer


def say_all(world: World, *texts: str) -> None:
    """Bubbles a minute apart, each a thought of its own."""
    for text in texts:
        world.say(text)
        world.clock.advance(60)


def ask_all(world: World, claim: Claim) -> TurnReply:
    """What the dispatcher does with a claim: its turns one after another, merged for a backlog."""

    async def turns() -> TurnReply:
        client = RasaClient("http://rasa.test", "s" * 32, world.rasa.transport())
        replies: list[TurnReply] = []
        for turn in claim.turns:
            request = converse.request_of(world.kit, claim, turn, replies[-1] if replies else None)
            replies.append(await client.turn(request))
        await client.close()
        return backlog.merged(replies) if claim.is_backlog else replies[0]

    return asyncio.run(turns())


def work(world: World, rounds: int = 3) -> None:
    """The workers are back."""
    for _ in range(rounds):
        for claim in world.claim():
            world.settle(claim, ask_all(world, claim))


def recover(world: World, after: timedelta = OUTAGE) -> list[str]:
    """Time passes, then all is well again; what the person was told."""
    world.clock.advance(after.total_seconds())
    work(world)
    return world.replies()


def fates(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(select(inbox.c.fate)).scalars())


def test_one_bubble_answers_the_last_question(world: World, engine: Engine) -> None:
    """stories 14: an apology with the times in WIB, then the answer to the last question; all in one bubble."""
    rasa(world, {})
    say_all(world, "ipm 2022", "ipm 2023", "ipm 2024")
    assert recover(world) == [f"{SORRY} 10.00-13.03.\nTentang pertanyaan Anda:\njawab: ipm 2024"]
    assert [[m["text"] for m in request["messages"]] for request in world.rasa.requests] == [
        ["ipm 2022"],
        ["ipm 2023"],
        ["ipm 2024"],
    ]
    assert world.rasa.requests[2]["state"] == {"last": "ipm 2023"}  # "kalau 2024?" is understood
    assert fates(engine) == {"done"}
    assert world.conversation.due_at is None


def test_bubbles_typed_together_are_one_question(world: World) -> None:
    """stories 12: `data` / `penduduk` within seconds is one thought, also in a backlog."""
    rasa(world, {})
    world.say("data")
    world.clock.advance(5)
    world.say("penduduk")
    [told] = recover(world)
    assert told.endswith("jawab: data penduduk")


def test_the_provider_s_clock_counts(world: World) -> None:
    """platforms 1.3: a week's backlog comes at once; its own timestamps tell how old it is, and in which order."""
    rasa(world, {})
    address = Address(channel="webchat", kind="session", value=world.session.address)
    sent = [world.clock.now - timedelta(minutes=minutes) for minutes in (50, 40)]
    receive(
        world.kit,
        [Incoming(address=address, external_id=f"m{n}", text=f"soal {n}", sent_at=at) for n, at in enumerate(sent)],
    )
    work(world)
    assert world.replies() == [f"{SORRY} 09.10-10.00.\nTentang pertanyaan Anda:\njawab: soal 1"]


@pytest.mark.parametrize(
    ("minutes", "is_backlog"),
    [
        pytest.param(15, False, id="a quarter of an hour is answered as usual"),
        pytest.param(15.1, True, id="older is a backlog"),
    ],
)
def test_when_a_message_is_stale(world: World, minutes: float, is_backlog: bool) -> None:
    """Issue 3, point 4: older than 15 minutes."""
    world.say("ipm")
    [told] = recover(world, timedelta(minutes=minutes))
    assert told.startswith(SORRY) is is_backlog


def test_a_doubtful_question_becomes_a_ticket(world: World) -> None:
    """stories 14: the answer if it is clear, otherwise a ticket for an officer; never sorry and nothing else."""
    officer = world.officer("rina")
    rasa(world, {"anu": reply(bubble("maksudnya?", sure=False))})
    say_all(world, "anu")
    [told] = recover(world)
    assert told.startswith(SORRY)
    assert "PST-20261123-0001" in told
    assert "maksudnya?" not in told
    assert [row.preview for row in desk_queue.queue(world.kit, officer)] == ["anu"]


def test_a_request_in_the_backlog_is_carried_out(world: World) -> None:
    """stories 14: officer requests in it are executed; the later question is answered all the same."""
    rasa(world, {"petugas": reply(commands=[wants_officer()])})
    say_all(world, "petugas", "jam buka")
    [told] = recover(world)
    assert "jawab: jam buka" in told
    assert "PST-20261123-0001" in told
    assert world.conversation.state is State.WAITING


def test_leaving_the_queue_in_the_backlog_is_carried_out(world: World) -> None:
    """stories 14: *batal* counts although it was read late."""
    rasa(
        world, {"petugas": reply(commands=[wants_officer()]), "batal": other(commands=({"perintah": "batal_antrean"},))}
    )
    world.say("petugas")
    work(world)
    world.say("batal")
    assert recover(world)[1:] == [
        f"{SORRY} 10.00-13.00.\nPermintaan PST-20261123-0001 sudah dibatalkan. Silakan tetap bertanya kepada saya."
    ]
    assert world.conversation.state is State.BOT


def test_a_pressed_button_keeps_its_meaning(world: World) -> None:
    """Buttons never become text, also not in a backlog."""
    world.rasa.answer = lambda request: reply(bubble("pilih", ("IPM", {"faq": "data_ipm"})))
    world.say("ipm")
    work(world)
    world.rasa.answer = lambda request: reply(bubble(f"dipilih {request['button']}"))
    world.say("halo")
    world.press("IPM")
    [_, told] = recover(world)
    assert told.endswith("dipilih {'faq': 'data_ipm'}")


def test_small_talk_alone_makes_no_ticket(world: World) -> None:
    """A greeting of this morning is greeted, not queued."""
    rasa(world, {"halo": other(bubble("Selamat siang.", sure=False))})
    say_all(world, "halo")
    assert recover(world) == [f"{SORRY} 10.00-13.01.\nSelamat siang."]
    assert world.conversation.state is State.BOT


def test_thanks_after_the_question_hide_it_not(world: World) -> None:
    """stories 14: the last question, not the last message."""
    rasa(world, {"terima kasih": other(bubble("Sama-sama.", sure=False))})
    say_all(world, "ipm 2023", "terima kasih")
    [told] = recover(world)
    assert told.endswith("jawab: ipm 2023")


def test_who_waits_already_keeps_the_number(world: World) -> None:
    """stories 2, 14: in the queue a doubtful message makes no second ticket."""
    rasa(world, {"petugas": reply(commands=[wants_officer()]), "anu": reply(bubble("?", sure=False))})
    world.say("petugas")
    work(world)
    world.say("anu")
    [_, told] = recover(world)
    assert told.startswith(SORRY)
    assert told.endswith("nomor PST-20261123-0001. Petugas membalas di percakapan ini.")


def test_an_officer_s_conversation_gets_no_bubble(world: World, engine: Engine) -> None:
    """Never a bot talking over an officer: the messages are the officer's."""
    rasa(world, {"petugas": reply(commands=[wants_officer()])})
    world.say("petugas")
    work(world)
    desk.take(world.kit, world.officer("rina"), world.session.conversation_id)
    before = world.replies()
    say_all(world, "halo?", "masih ada?")
    assert recover(world) == before
    assert fates(engine) == {"done"}


def test_a_worker_that_dies_or_fails_leaves_one_bubble(world: World) -> None:
    """One bubble, whatever happens before it is stored."""
    rasa(world, {})
    say_all(world, "ipm")
    world.clock.advance(OUTAGE.total_seconds())
    [lost] = world.claim("dies")
    answer = ask_all(world, lost)
    world.clock.advance(11)
    [failing] = world.claim("fails")
    world.settle(failing, FaultKind.BUSY)
    world.clock.advance(11)
    work(world)
    assert world.settle(lost, answer).stale
    work(world)
    assert [told.startswith(SORRY) for told in world.replies()] == [True]


def test_what_comes_while_rasa_works_is_answered_after_it(world: World) -> None:
    """The person writes on: an answer as usual, and no second apology."""
    rasa(world, {})
    say_all(world, "ipm")
    world.clock.advance(OUTAGE.total_seconds())
    [claim] = world.claim()
    answer = ask_all(world, claim)
    world.say("jam buka")
    world.settle(claim, answer)
    work(world)
    sorry, told = world.replies()
    assert sorry.startswith(SORRY)
    assert told == "jawab: jam buka"


# -- The night


def wib(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Jakarta")).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        pytest.param(wib(20, 59), None, id="the evening is not over"),
        pytest.param(wib(21, 0), wib(6, 0, 24), id="from 21.00 on until tomorrow"),
        pytest.param(wib(23, 59), wib(6, 0, 24), id="just before midnight"),
        pytest.param(wib(0, 0, 24), wib(6, 0, 24), id="just after midnight until today"),
        pytest.param(wib(5, 59, 24), wib(6, 0, 24), id="a minute more"),
        pytest.param(wib(6, 0, 24), None, id="the morning"),
    ],
)
def test_nothing_goes_out_for_a_backlog_at_night(world: World, now: datetime, until: datetime | None) -> None:
    """stories 14: nothing is sent between 21.00 and 06.00 for a backlog; nobody is woken by an apology."""
    rasa(world, {})
    world.say("ipm")
    world.clock.now = now
    work(world)
    assert len(world.replies()) == (0 if until else 1)
    assert world.conversation.due_at == until
    if until:
        world.clock.now = until - timedelta(seconds=1)
        work(world)
        assert world.replies() == []
        world.clock.now = until
        work(world)
        [told] = world.replies()
        assert told.startswith(f"{SORRY} 10.00-06.00.")


def test_who_writes_at_night_is_awake(world: World) -> None:
    """A fresh message at night is answered at once, together with what waited: one bubble."""
    rasa(world, {})
    world.say("ipm 2022")
    world.clock.now = wib(22, 0)
    work(world)
    assert world.replies() == []
    world.say("ipm 2023")
    work(world)
    assert world.replies() == [f"{SORRY} 10.00-22.00.\nTentang pertanyaan Anda:\njawab: ipm 2023"]


def test_a_sticker_wakes_no_backlog_at_night(world: World) -> None:
    """stories 16: it is answered by nothing, also not by what waited."""
    rasa(world, {})
    world.say("ipm")
    world.clock.now = wib(22, 0)
    address = Address(channel="webchat", kind="session", value=world.session.address)
    receive(world.kit, [Incoming(address=address, external_id="s", text="👍", kind=Kind.STICKER)])
    work(world)
    assert world.replies() == []
    assert world.conversation.due_at == wib(6, 0, 24)


def test_a_very_long_backlog_is_settled_whole(world: World, engine: Engine) -> None:
    """What must never happen: a message forgotten. Every one ends done or dead, with one bubble for all."""
    rasa(world, {})
    address = Address(channel="webchat", kind="session", value=world.session.address)
    receive(world.kit, [Incoming(address=address, external_id=f"m{n}", text=f"soal {n}") for n in range(130)])
    told = recover(world)
    assert fates(engine) == {"done"}
    assert len(told) == 1
    assert "soal 129" in told[0]


@pytest.mark.parametrize("intent", ["pengaduan", "hapus_data", "kirim_media"])
@pytest.mark.parametrize("order", [("hal lain", "ipm 2023"), ("ipm 2023", "hal lain")], ids=["before", "after"])
def test_a_complaint_in_the_backlog_is_not_swallowed(world: World, intent: str, order: tuple[str, ...]) -> None:
    """stories 14: commands, complaints and officer requests in the backlog are carried out."""
    rasa(world, {"hal lain": other(bubble("tentang hal lain", sure=False), intent=intent)})
    say_all(world, *order)
    [told] = recover(world)
    assert "tentang hal lain" in told or world.conversation.state is State.WAITING


@pytest.mark.parametrize("texts", [("ipm 2023", "selesai"), ("selesai",)], ids=["after a question", "alone"])
def test_who_is_done_gets_no_ticket(world: World, texts: tuple[str, ...]) -> None:
    """service_rules 7.1: *selesai* ends; the question before it is still answered (stories 14)."""
    rasa(world, {"selesai": other(bubble("Baik.", sure=False), intent="selesai", commands=({"perintah": "selesai"},))})
    say_all(world, *texts)
    [told] = recover(world)
    assert world.conversation.state is State.BOT
    assert ("jawab: ipm 2023" in told) is (len(texts) == 2)


def test_stragglers_of_one_outage_get_no_second_apology(world: World) -> None:
    """stories 14: after an outage each person gets one bubble with an apology."""
    rasa(world, {})
    address = Address(channel="webchat", kind="session", value=world.session.address)
    for number in range(3):
        sent_at = world.clock.now - timedelta(hours=1)
        message = Incoming(address=address, external_id=f"m{number}", text=f"soal {number}", sent_at=sent_at)
        receive(world.kit, [message])
        work(world)
        world.clock.advance(120)
    assert sum(told.startswith(SORRY) for told in world.replies()) == 1


def test_stragglers_wake_nobody_at_night(world: World) -> None:
    """stories 14: nothing between 21.00 and 06.00 for a backlog, also when its apology went out before nine."""
    rasa(world, {})
    world.say("ipm 2022")
    world.clock.now = wib(20, 50)
    work(world)
    address = Address(channel="webchat", kind="session", value=world.session.address)
    world.clock.now = wib(21, 10)
    receive(world.kit, [Incoming(address=address, external_id="m", text="ipm 2023", sent_at=wib(11, 0))])
    work(world)
    assert len(world.replies()) == 1


def test_a_complaint_in_the_backlog_begins_its_form(world: World, engine: Engine) -> None:
    """stories 14, 5: complaints in the backlog are executed, the question beside it is answered, no word stays."""
    begins: Json = {"perintah": "mulai_formulir", "formulir": "pengaduan"}
    rasa(world, {"petugas berkumis itu kasar": other(intent="pengaduan", commands=(begins,))})
    say_all(world, "ipm seruyan", "petugas berkumis itu kasar")
    told = recover(world)
    assert len(told) == 2
    assert "jawab: ipm seruyan" in told[0]
    assert told[1].startswith("Mohon maaf atas pengalaman Anda")
    with engine.connect() as connection:
        assert "berkumis" not in repr(connection.execute(select(inbox)).all())
    assert "berkumis" not in repr(world.conversation.rasa_state)
