"""What came in is stored once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.core.consultations import ClosingReason
from bot.core.conversations import Address, State
from bot.core.errors import ButtonUnknown, InputRefused, KeyReused, SessionUnknown
from bot.core.messages import FileState, Incoming, Kind, MediaRef, SeenMessage
from bot.core.turns import Reply, ReplyButton, TurnReply
from bot.services import converse, desk, files, housekeeping, webchat
from bot.services.kit import Kit
from bot.services.receive import receive
from bot.store.tables import inbox, metadata
from bot.store.tables import message as message_table
from tests.fakes import FakeClock, bubble, reply, wants_officer
from tests.world import World


def incoming(external_id: str, text: str = "halo", value: str = "w-1", **more: Any) -> Incoming:
    address = Address(channel="wa", kind="user", value=value)
    return Incoming(address=address, external_id=external_id, text=text, **more)


def test_batch_with_duplicates_keeps_order_and_first_ids(kit: Kit) -> None:
    """platforms 4.7: UNIQUE(channel, external_id); a repeated delivery gives the first one's id."""
    first, second, again = receive(kit, [incoming("m1"), incoming("m2"), incoming("m1")])
    assert (again.id, again.duplicate) == (first.id, True)
    assert second.conversation_id == first.conversation_id
    assert [r.duplicate for r in receive(kit, [incoming("m2"), incoming("m3", value="w-2")])] == [True, False]


def test_same_key_gives_the_same_message(world: World) -> None:
    """Web chat: a resend after a lost answer is one message; other content under the key is refused."""
    first = webchat.send_text(world.kit, world.session, "k", "halo")
    again = webchat.send_text(world.kit, world.session, "k", "halo")
    assert again.id == first.id
    with pytest.raises(KeyReused):
        webchat.send_text(world.kit, world.session, "k", "lain")
    assert len(world.seen()) == 1


def test_keys_of_two_browsers_do_not_meet(world: World) -> None:
    """An idempotency key belongs to its conversation."""
    other = world.another()
    webchat.send_text(world.kit, world.session, "k", "satu")
    assert not webchat.send_text(world.kit, other, "k", "dua").duplicate


@pytest.fixture
def offered(world: World) -> str:
    world.rasa.answer = lambda request: reply(bubble("pilih", ("IPM", {"faq": "data_ipm"})))
    world.say("ipm")
    world.turn()
    return world.seen()[-1].buttons[0].token


def test_button_works_once(world: World, offered: str) -> None:
    """Single use: a second press, under whatever key, is the first one."""
    first = webchat.press_button(world.kit, world.session, "a", offered)
    assert webchat.press_button(world.kit, world.session, "a", offered).id == first.id
    assert webchat.press_button(world.kit, world.session, "b", offered).id == first.id
    assert [m.text for m in world.seen()].count("IPM") == 1


def test_button_of_another_conversation_or_expired_is_refused(world: World, offered: str) -> None:
    """A token means something only to the person it was offered to, for seven days."""
    with pytest.raises(ButtonUnknown):
        webchat.press_button(world.kit, world.another(), "a", offered)
    world.clock.advance(7 * 86_400)
    with pytest.raises(ButtonUnknown):
        webchat.press_button(world.kit, world.session, "a", offered)


def test_long_text_is_stored_and_longer_refused(world: World) -> None:
    """A 5,000-character message is answered like any other; beyond 10,000 the sender is told."""
    world.say("a" * 5_000)
    with pytest.raises(InputRefused, match="terlalu_panjang"):
        world.say("a" * 10_001)


def test_typed_command_stays_text(world: World) -> None:
    """What must never happen: a typed `/restart` reaching Rasa as a command."""
    world.say('/restart{"faq": "x"}')
    world.turn()
    assert world.rasa.requests[0]["button"] is None


def test_session_ends(world: World) -> None:
    """stories 15: 'Hapus dari perangkat ini', and a day without a person, whatever an open page goes on asking."""
    token = webchat.open_session(world.kit)
    webchat.end_session(world.kit, token)
    with pytest.raises(SessionUnknown):
        webchat.conversation_of(world.kit, token)
    kept = webchat.open_session(world.kit)
    for _ in range(2):
        world.clock.advance(23 * 3600)
        webchat.conversation_of(world.kit, kept)
    world.clock.advance(23 * 3600)
    webchat.conversation_of(world.kit, kept, sign_of_life=False)
    world.clock.advance(3600)
    with pytest.raises(SessionUnknown):
        webchat.conversation_of(world.kit, kept)


def test_an_answer_can_be_read_for_seven_days(world: World) -> None:
    """stories 17: whoever asked on the web page and closed it finds the answer there, though the day is over."""
    token = webchat.open_session(world.kit)
    world.session = webchat.conversation_of(world.kit, token)

    def is_open() -> bool:
        housekeeping.purge(world.kit)
        try:
            webchat.conversation_of(world.kit, token, sign_of_life=False)
        except SessionUnknown:
            return False
        return True

    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    world.clock.advance(10 * 86_400)
    assert is_open(), "the answer is owed"
    officer = world.officer("rina")
    desk.take(world.kit, officer, world.session.conversation_id)
    desk.reply(world.kit, officer, world.session.conversation_id, "ini angkanya", "k1", answered=True)
    desk.close(world.kit, officer, world.session.conversation_id, ClosingReason.SELESAI)
    world.clock.advance(7 * 86_400 - 1)
    assert is_open(), "seven days to read it"
    world.clock.advance(1)
    assert not is_open()


def test_status_says_when_an_answer_is_late(world: World) -> None:
    """The page shows 'Jawaban tertunda' after 10 s, without a message."""
    world.rasa.answer = lambda request: 503
    world.say("halo")
    world.turn()
    assert webchat.status(world.kit, world.session.conversation_id) == "ok"
    world.clock.advance(10.1)
    assert webchat.status(world.kit, world.session.conversation_id) == "delayed"


# -- What providers bring


def seen(kit: Kit, conversation_id: str) -> list[SeenMessage]:
    with kit.uow.read() as uow:
        return uow.messages.after(conversation_id, 0, 99)


def stored(engine: Engine) -> list[tuple[str, str, str, str]]:
    columns = (inbox.c.external_id, inbox.c.kind, inbox.c.text, inbox.c.fate)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(inbox.c.seq))]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.BUTTON])
def test_every_kind_is_stored_and_shown(kit: Kit, engine: Engine, kind: Kind) -> None:
    """Issue 3, point 1: every inbound type is accepted; the officer sees what it was."""
    [received] = receive(kit, [incoming("m1", "keterangan", kind=kind)])
    assert stored(engine) == [("m1", kind.value, "keterangan", "received")]
    assert [(m.kind, m.text) for m in seen(kit, received.conversation_id)] == [(kind, "keterangan")]


@pytest.mark.parametrize("kind", [Kind.STICKER, Kind.REACTION])
def test_stickers_and_reactions_get_silence(kit: Kit, engine: Engine, kind: Kind) -> None:
    """stories 16: seen by the officer, asked of nobody, and done."""
    [received] = receive(kit, [incoming("m1", "👍", kind=kind)])
    assert converse.claim(kit, "w", 9) == []
    assert stored(engine) == [("m1", kind.value, "👍", "done")]
    assert len(seen(kit, received.conversation_id)) == 1
    assert converse.claim(kit, "w", 9) == []


def test_a_sticker_among_texts_is_done_with_them(kit: Kit, engine: Engine) -> None:
    """It neither ends a thought nor is it asked."""
    receive(kit, [incoming("m1", "data"), incoming("m2", "👍", kind=Kind.STICKER), incoming("m3", "penduduk")])
    [claim] = converse.claim(kit, "w", 9)
    assert [[m.text for m in turn] for turn in claim.turns] == [["data", "penduduk"]]
    converse.commit(kit, claim, said("jawaban"))
    assert {fate for *_, fate in stored(engine)} == {"done"}


MEDIA = MediaRef(provider_id="handle-1", mime="audio/ogg", file_name="suara\x00.ogg", size=1_000, sha256="a" * 64)


def test_a_file_is_noted_to_be_fetched(kit: Kit) -> None:
    """Issue 3, point 6: fetched while the provider still has it; a name may be hostile."""
    [received] = receive(kit, [incoming("m1", "", kind=Kind.VOICE, media=MEDIA)])
    [wanted] = files.wanted(kit)
    assert wanted.media == replace(MEDIA, file_name="suara.ogg")
    assert (wanted.state, wanted.kind, wanted.channel) == (FileState.WANTED, Kind.VOICE, "wa")
    assert [m.file_id for m in seen(kit, received.conversation_id)] == [wanted.id]
    assert receive(kit, [incoming("m1", "", kind=Kind.VOICE, media=MEDIA)])[0].duplicate
    kit.clock.advance(600)  # type: ignore[attr-defined]
    assert [each.id for each in files.wanted(kit)] == [wanted.id]  # a repeated delivery wants no second copy


LONG = [
    pytest.param({"kind": Kind.DOCUMENT, "media": replace(MEDIA, mime="application/" + "x" * 243)}, id="mime type"),
    pytest.param({"kind": Kind.BUTTON, "button": "b" * 256}, id="a template button's payload"),
]


@pytest.mark.parametrize("more", LONG)
def test_what_a_provider_allows_is_stored(kit: Kit, more: dict[str, Any]) -> None:
    """What must never happen: a message lost because a detail of it is long; both databases must take the same."""
    assert not receive(kit, [incoming("m1", "teks", **more)])[0].duplicate


def test_a_redelivery_a_week_later_is_the_same_message(kit: Kit, clock: FakeClock, engine: Engine) -> None:
    """platforms 1.3: providers repeat for up to seven days."""
    [first] = receive(kit, [incoming("m1")])
    clock.advance(8 * 86_400)
    [again] = receive(kit, [incoming("m1")])
    assert (again.id, again.duplicate) == (first.id, True)
    assert len(stored(engine)) == 1


def test_parallel_posts_of_one_update_store_it_once(kit: Kit, engine: Engine) -> None:
    """Issue 3, point 4: dedupe under parallel posts, also at first contact."""
    update = [
        incoming(f"m{number}", value=value, also=(Address(channel="wa", kind="bsuid", value=f"ID.{value}"),))
        for number, value in enumerate(["620000000001", "620000000002", "620000000001"])
    ]
    with ThreadPoolExecutor(6) as threads:
        results = [future.result() for future in [threads.submit(receive, kit, update) for _ in range(6)]]
    assert sorted(external_id for external_id, *_ in stored(engine)) == ["m0", "m1", "m2"]
    for position in range(3):
        assert len({result[position].id for result in results}) == 1
        assert [result[position].duplicate for result in results].count(False) == 1
    with engine.connect() as connection:
        assert len(connection.execute(select(message_table.c.seq)).all()) == 3


# -- Buttons on providers' channels


def said(text: str, *buttons: str) -> TurnReply:
    offered = tuple(ReplyButton(title=title, meaning={"faq": title.lower()}) for title in buttons)
    bubbles = (Reply(text=text, buttons=offered, sure=True),)
    return TurnReply(messages=bubbles, commands=(), decision={}, wait_s=0, state={}, model_id="m")


@pytest.fixture
def token(kit: Kit) -> str:
    """A button offered on a provider's channel."""
    receive(kit, [incoming("m1")])
    [claim] = converse.claim(kit, "w", 1)
    converse.commit(kit, claim, said("pilih", "IPM"))
    with kit.uow.read() as uow:
        [waiting] = uow.outbox.due(kit.clock(), {"wa": 1})
    return waiting.buttons[0].token


def press(kit: Kit, external_id: str, token: str, title: str = "IPM", value: str = "w-1") -> converse.Claim | None:
    receive(kit, [incoming(external_id, title, value, button=token, kind=Kind.BUTTON)])
    claims = converse.claim(kit, "w", 1)
    for claim in claims:
        converse.commit(kit, claim, said("dipilih"))
    return claims[0] if claims else None


def test_a_second_press_counts_again_after_ten_seconds(kit: Kit, clock: FakeClock, token: str) -> None:
    """Issue 3, point 3: an old bubble stays in the chat, and its button may be meant again."""
    first = press(kit, "p1", token)
    assert first is not None
    assert first.newest.meaning == {"faq": "ipm"}
    clock.advance(9.9)
    assert press(kit, "p2", token) is None  # a double tap
    clock.advance(0.1)
    again = press(kit, "p3", token)
    assert again is not None
    assert again.newest.meaning == {"faq": "ipm"}


def test_a_press_repeated_by_the_provider_counts_once(kit: Kit, clock: FakeClock, token: str) -> None:
    """A redelivery is no second press, however late."""
    assert press(kit, "p1", token) is not None
    clock.advance(3_600)
    assert press(kit, "p1", token) is None


def test_in_the_web_chat_a_button_is_pressed_once(world: World, offered: str) -> None:
    """Our own page takes the button away; a second press is a resend, also much later."""
    first = webchat.press_button(world.kit, world.session, "a", offered)
    world.clock.advance(60)
    assert webchat.press_button(world.kit, world.session, "b", offered).id == first.id


@pytest.mark.parametrize(
    ("days", "value"),
    [
        pytest.param(8, "w-1", id="expired"),
        pytest.param(0, "w-2", id="forwarded by somebody else"),
    ],
)
def test_a_button_that_means_nothing_any_more_is_its_title(
    kit: Kit, clock: FakeClock, token: str, days: int, value: str
) -> None:
    """Issue 3, point 3: an old button still does the sensible thing: as if its title had been typed."""
    clock.advance(timedelta(days=days).total_seconds())
    claim = press(kit, "p1", token, title="IPM", value=value)
    assert claim is not None
    assert (claim.newest.meaning, claim.newest.text) == (None, "IPM")


def test_a_sticker_after_the_end_reopens_nothing(world: World) -> None:
    """stories 16: a thumb up for the officer's goodbye is no new question, or the queue fills with thanks."""
    officer = world.officer("rina")
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    desk.take(world.kit, officer, world.session.conversation_id)
    desk.close(world.kit, officer, world.session.conversation_id, ClosingReason.SELESAI)
    address = Address(channel="webchat", kind="session", value=world.session.address)
    receive(world.kit, [Incoming(address=address, external_id="s1", text="👍", kind=Kind.REACTION)])
    assert world.conversation.state is State.CLOSED


def test_an_identity_number_in_ordinary_talk_is_kept_nowhere(world: World, engine: Engine) -> None:
    """Rules 2.2, 8.1: never collect a NIK, from the assistant or an officer; a resend is the same message."""
    number = "6208 0112 3456 7890"
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    first = webchat.send_text(world.kit, world.session, "k", f"NIK saya {number}, minta angka ipm")
    assert webchat.send_text(world.kit, world.session, "k", f"NIK saya {number}, minta angka ipm").id == first.id
    world.turn()
    assert world.rasa.requests[-1]["messages"][-1]["text"] == "NIK saya [nomor identitas dihapus], minta angka ipm"
    desk.take(world.kit, world.officer("siti"), world.session.conversation_id)
    world.say(number)
    assert world.seen()[-1].text == "[nomor identitas dihapus]", "the person sees what was taken out"
    with engine.connect() as connection:
        rows = {table.name: repr(connection.execute(select(table)).all()) for table in metadata.sorted_tables}
    assert [name for name, kept in rows.items() if number in kept] == []


@pytest.mark.parametrize(
    "text",
    [
        "inflasi 2020 2021 2022 2023",
        "penduduk 1990-2000-2010-2020 per desa",
        "kapan PST-20261123-0001 2025 dijawab",
        "nomor 123456789012345",
    ],
)
def test_years_and_our_own_numbers_are_no_identity_numbers(world: World, text: str) -> None:
    """Rule 2.2: what is asked every day stays as it was typed."""
    world.say(text)
    assert world.seen()[-1].text == text
