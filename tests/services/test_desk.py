"""Hand-over and the officers' desk."""

from datetime import UTC, datetime

import pytest

from bot.core.accounts import Role
from bot.core.consultations import ClosingReason
from bot.core.conversations import State
from bot.core.errors import (
    AlreadyHeld,
    ConversationUnknown,
    InputRefused,
    NotHolder,
    NotWaiting,
    PermissionRefused,
)
from bot.core.messages import Speaker
from bot.services import desk, desk_history, desk_queue, desk_views, presence, webchat
from tests.fakes import bubble, reply, wants_officer
from tests.world import World

NUMBER = "PST-20261123-0001"


@pytest.fixture
def waiting(world: World) -> World:
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("mau bicara petugas")
    world.turn()
    return world


def test_request_inside_hours_gets_number_and_hours(world: World) -> None:
    """service_rules 6.1, 6.5, stories 2: who wants an officer in service hours hears of the place in the queue."""
    presence.beat(world.kit, world.officer("siti"))
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("mau bicara petugas")
    world.turn()
    [text] = world.replies()
    assert text.startswith(f"Permintaan Anda sudah diterima, nomor {NUMBER}. Petugas membalas di sini pada jam layanan")
    assert "(Senin-Jumat 08.00-15.30 WIB)" in text


def test_request_outside_hours_names_the_next_opening(world: World) -> None:
    """service_rules 3.6: queued for the next working day, and told so."""
    world.clock.now = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)  # Friday 15.30 WIB
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    assert "mulai Senin, 30 November pukul 08.00 WIB" in world.replies()[0]


@pytest.mark.parametrize("manned", [True, False])
def test_the_last_second_of_the_day_counts(world: World, manned: bool) -> None:
    """service_rules 3.7: at 15.29.59 an officer is asked for as ever; without one there it is a place in the queue."""
    world.clock.now = datetime(2026, 11, 23, 8, 29, 59, tzinfo=UTC)
    if manned:
        presence.beat(world.kit, world.officer("rina"))
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    assert world.conversation.state is State.WAITING
    assert NUMBER in world.replies()[0]
    assert ("Petugas membalas di sini pada jam layanan" in world.replies()[0]) is manned


def test_second_request_keeps_the_number(waiting: World) -> None:
    """service_rules 6.11: one open human session."""
    waiting.say("petugas dong")
    waiting.turn()
    assert NUMBER in waiting.replies()[1]
    assert waiting.conversation.state is State.WAITING


def test_numbers_count_up_by_day(waiting: World) -> None:
    """Numbers are unique and start again each day (WIB)."""
    other = waiting.another()
    waiting.say("petugas", other)
    waiting.turn()
    assert "PST-20261123-0002" in waiting.replies(other)[0]
    waiting.clock.now = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)  # 24 November in Seruyan
    third = waiting.another()
    waiting.say("petugas", third)
    waiting.turn()
    assert "PST-20261124-0001" in waiting.replies(third)[0]


def test_leaving_the_queue(waiting: World) -> None:
    """stories 2: *batal* leaves the queue, once."""
    officer = waiting.officer("rina")
    waiting.rasa.answer = lambda request: reply(commands=[{"perintah": "batal_antrean"}])
    waiting.say("batal")
    waiting.turn()
    waiting.say("batal")
    waiting.turn()
    assert waiting.replies()[1:] == [
        f"Permintaan {NUMBER} sudah dibatalkan. Silakan tetap bertanya kepada saya.",
        "Saat ini tidak ada permintaan Anda dalam antrean petugas. Silakan tetap bertanya kepada saya.",
    ]
    assert desk_queue.queue(waiting.kit, officer) == []
    [row] = desk_history.history(waiting.kit, officer).rows
    assert row.reason is ClosingReason.DIBATALKAN_PENGGUNA


def test_officer_serves_a_person(waiting: World) -> None:
    """service_rules 6.5, 6.10: queue, take, talk, hand back; the bot is silent while an officer holds."""
    kit, officer, conversation = waiting.kit, waiting.officer("rina"), waiting.session.conversation_id
    [row] = desk_queue.queue(kit, officer)
    assert (row.number, row.preview, row.state) == (NUMBER, "angka ipm 2023", State.WAITING)
    desk.take(kit, officer, conversation)
    desk.take(kit, officer, conversation)  # a double click is no error
    desk.reply(kit, officer, conversation, "Selamat pagi", "k1")
    desk.reply(kit, officer, conversation, "Selamat pagi", "k1")
    asked = len(waiting.rasa.requests)
    waiting.say("terima kasih")
    assert waiting.turn() == []
    assert len(waiting.rasa.requests) == asked
    assert webchat.status(kit, conversation) == "officer"
    seen = desk_views.transcript(kit, officer, conversation)
    assert [(m.speaker, m.text) for m in seen.messages[2:]] == [
        (Speaker.SYSTEM, "Anda sekarang dilayani petugas BPS Kabupaten Seruyan."),
        (Speaker.OFFICER, "Selamat pagi"),
        (Speaker.USER, "terima kasih"),
    ]
    assert (seen.holder_name, seen.need.indicator) == ("Rina", "ipm")
    desk.hand_back(kit, officer, conversation)
    assert waiting.conversation.state is State.BOT
    waiting.rasa.answer = lambda request: reply(bubble("saya lagi"))
    waiting.say("halo bot")
    waiting.turn()
    assert waiting.replies()[-1] == "saya lagi"


@pytest.mark.parametrize(
    ("hours_later", "state"),
    [
        (1, State.WAITING),  # the same day: the same consultation goes on
        (24, State.BOT),  # another day: simply the assistant
    ],
)
def test_message_after_closing(waiting: World, hours_later: int, state: State) -> None:
    """service_rules 6.11: a new message reopens within the same working day."""
    kit, officer, conversation = waiting.kit, waiting.officer("rina"), waiting.session.conversation_id
    desk.take(kit, officer, conversation)
    desk.close(kit, officer, conversation, ClosingReason.SELESAI)
    waiting.clock.advance(hours_later * 3600)
    waiting.say("oh ya, satu lagi")
    assert waiting.conversation.state is state
    assert [row.number for row in desk_queue.queue(kit, officer)] == ([NUMBER] if state is State.WAITING else [])


def test_only_the_holder_acts(waiting: World) -> None:
    """Two officers: the faster one has it, the other one is told by whom."""
    kit, conversation = waiting.kit, waiting.session.conversation_id
    rina, budi = waiting.officer("rina"), waiting.officer("budi")
    desk.take(kit, rina, conversation)
    with pytest.raises(AlreadyHeld) as caught:
        desk.take(kit, budi, conversation)
    assert caught.value.by == "Rina"
    for act in (
        lambda: desk.reply(kit, budi, conversation, "halo", "k"),
        lambda: desk.hand_back(kit, budi, conversation),
        lambda: desk.close(kit, budi, conversation, ClosingReason.SPAM),
    ):
        with pytest.raises(NotHolder):
            act()


def test_rights_stand_in_the_use_case(waiting: World) -> None:
    """stories 8: pimpinan and konten read no conversations; the check is not the page's."""
    kit, conversation = waiting.kit, waiting.session.conversation_id
    head = waiting.officer("kepala", Role.PIMPINAN, Role.KONTEN)
    for act in (
        lambda: desk_queue.queue(kit, head),
        lambda: desk_history.history(kit, head),
        lambda: desk_views.transcript(kit, head, conversation),
        lambda: desk.take(kit, head, conversation),
        lambda: desk.reply(kit, head, conversation, "halo", "k"),
        lambda: desk.close(kit, head, conversation, ClosingReason.SELESAI),
    ):
        with pytest.raises(PermissionRefused):
            act()


def test_talks_with_the_bot_alone_are_nobodys_reading(world: World) -> None:
    """service_rules 1.1, 1.2: whom the assistant alone serves is nobody's reading until an officer is asked for."""
    officer = world.officer("rina")
    world.say("ipm")
    world.turn()
    with pytest.raises(ConversationUnknown):
        desk_views.transcript(world.kit, officer, world.session.conversation_id)
    with pytest.raises(NotWaiting):
        desk.take(world.kit, officer, world.session.conversation_id)


def test_reasons_and_texts_have_limits(waiting: World) -> None:
    """service_rules 7.6: a clock's reasons are not an officer's."""
    kit, officer, conversation = waiting.kit, waiting.officer("rina"), waiting.session.conversation_id
    desk.take(kit, officer, conversation)
    with pytest.raises(InputRefused, match="alasan"):
        desk.close(kit, officer, conversation, ClosingReason.TIDAK_MERESPON_JAM_LAYANAN)
    with pytest.raises(InputRefused, match="kosong"):
        desk.reply(kit, officer, conversation, "  ", "k")
    with pytest.raises(InputRefused, match="terlalu_panjang"):
        desk.reply(kit, officer, conversation, "a" * 4_001, "k")


def test_reopened_after_hours_hears_when_it_goes_on(waiting: World) -> None:
    """service_rules 3.6, 6.11: the number and the next opening, as with a new request; once."""
    officer, where = waiting.officer("rina"), waiting.session.conversation_id
    desk.take(waiting.kit, officer, where)
    desk.close(waiting.kit, officer, where, ClosingReason.SELESAI)
    waiting.clock.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday 16.00 WIB
    waiting.rasa.answer = lambda request: reply()
    before = len(waiting.replies())
    for text in ("oh ya, satu lagi", "yang 2022 ada?"):
        waiting.say(text)
        waiting.turn()
    [said] = [text for text in waiting.replies()[before:] if NUMBER in text]
    assert "petugas membalas di sini mulai Selasa, 24 November pukul 08.00 WIB" in said
    assert "Sudah saya catat untuk petugas." not in waiting.replies()


def test_who_was_reopened_waits_since_then_on_every_page(waiting: World) -> None:
    """service_rules 6.11, stories 7: the conversation's page counts from the same moment as the queue."""
    officer, where = waiting.officer("rina"), waiting.session.conversation_id
    desk.take(waiting.kit, officer, where)
    desk.close(waiting.kit, officer, where, ClosingReason.SELESAI)
    waiting.clock.advance(3600)
    waiting.rasa.answer = lambda request: reply()
    waiting.say("oh ya, satu lagi")
    waiting.turn()
    (row,) = desk_queue.queue(waiting.kit, officer)
    assert row.since == waiting.clock.now
    assert desk_views.transcript(waiting.kit, officer, where).waiting_since == row.since


def test_batal_after_an_answer_leaves_it_answered(waiting: World) -> None:
    """service_rules 7.6: reopened and called off again, the answered consultation still counts as *selesai*."""
    officer, where = waiting.officer("rina"), waiting.session.conversation_id
    desk.take(waiting.kit, officer, where)
    desk.reply(waiting.kit, officer, where, "ini tabelnya", "k1", answered=True)
    desk.close(waiting.kit, officer, where, ClosingReason.SELESAI)
    waiting.say("oh ya, satu lagi")
    waiting.rasa.answer = lambda request: reply(commands=[{"perintah": "batal_antrean"}])
    waiting.say("batal")
    waiting.turn()
    assert waiting.conversation.state is State.BOT
    [row] = desk_history.history(waiting.kit, officer).rows
    assert row.reason is ClosingReason.SELESAI


def test_thanks_after_the_end_open_nothing(waiting: World) -> None:
    """stories 16, rule 6.11: "makasih" does not put the person into the queue again; a question does."""
    siti = waiting.officer("siti")
    desk.take(waiting.kit, siti, waiting.session.conversation_id)
    desk.close(waiting.kit, siti, waiting.session.conversation_id, ClosingReason.SELESAI)
    waiting.say("makasih banyak ya")
    waiting.turn()
    assert waiting.conversation.state.value == "closed"
    waiting.say("oh ya, yang 2022 ada?")
    assert waiting.conversation.state is State.WAITING
