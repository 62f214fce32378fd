"""What the clock does at the desk: notices, closing at 15.30, carrying over (service_rules 7, stories 1, 2, 7)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category, ClosingReason, Need
from bot.core.conversations import Address, State
from bot.core.messages import Incoming, Sending
from bot.core.office import ClosureReason
from bot.core.presence import Availability
from bot.core.turns import RequestOfficer
from bot.services import desk, handoff, presence, service_clock, service_day
from bot.services.receive import receive
from tests.fakes import reply, wants_officer
from tests.world import World

CLOSING = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # Monday 15.30 WIB
FRIDAY_CLOSING = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)


@pytest.fixture
def siti(world: World) -> Actor:
    actor = world.officer("siti")
    presence.beat(world.kit, actor)
    return actor


def wait(world: World) -> None:
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("mau bicara petugas")
    world.turn()


def hold(world: World, officer: Actor, text: str = "angkanya di tabel 3", *, answered: bool = True) -> None:
    wait(world)
    desk.take(world.kit, officer, world.session.conversation_id)
    desk.reply(world.kit, officer, world.session.conversation_id, text, "k1", answered=answered)


def tick_at(world: World, at: datetime) -> list[str]:
    """The new words of the clock at this moment; looking twice says nothing twice."""
    before = len(world.replies())
    world.clock.now = at
    service_clock.tick(world.kit)
    service_clock.tick(world.kit)
    return world.replies()[before:]


def test_1530_closes_who_has_the_answer_and_is_silent(world: World, siti: Actor) -> None:
    """service_rules 7.2, 7.3: marked answered, and no word since; told once, with the number."""
    hold(world, siti)
    [said] = tick_at(world, CLOSING)
    assert "PST-20261123-0001" in said
    assert world.conversation.state is State.CLOSED
    assert world.consultation.closing_reason is ClosingReason.TIDAK_MERESPON_JAM_LAYANAN


def test_1530_does_not_close_a_waiting_person(world: World, siti: Actor) -> None:
    """stories 1, first case: WAITING at 15.30 is carried over, with an apology."""
    wait(world)
    [said] = tick_at(world, CLOSING)
    assert said.endswith("Permintaan PST-20261123-0001 dilanjutkan Selasa, 24 November mulai 08.00 WIB.")
    assert world.conversation.state is State.WAITING
    assert world.consultation.closed_at is None


def test_1530_does_not_close_after_a_holding_reply(world: World, siti: Actor) -> None:
    """stories 1, second case: "sebentar ya, saya cek dulu" is no answer."""
    hold(world, siti, "sebentar ya, saya cek dulu", answered=False)
    [said] = tick_at(world, CLOSING)
    assert "masih kami carikan" in said
    assert world.conversation.state is State.OFFICER


def test_1530_does_not_count_a_notice_of_the_system(world: World, siti: Actor) -> None:
    """stories 1, third case: the last message is ours, but no officer's."""
    wait(world)
    assert tick_at(world, CLOSING - timedelta(hours=1)) != []  # the notice after 15 minutes
    tick_at(world, CLOSING)
    assert world.conversation.state is State.WAITING


def test_1530_does_not_close_who_wrote_a_second_before(world: World, siti: Actor) -> None:
    """stories 1, fourth case: the person wrote at 15.29.59."""
    hold(world, siti)
    world.clock.now = CLOSING - timedelta(seconds=1)
    world.say("kalau yang 2022?")
    [said] = tick_at(world, CLOSING)
    assert "masih kami carikan" in said
    assert world.conversation.state is State.OFFICER


def test_nothing_is_closed_a_second_before_the_end(world: World, siti: Actor) -> None:
    """service_rules 3.1: 15.29.59 is inside the hours."""
    hold(world, siti)
    tick_at(world, CLOSING - timedelta(seconds=1))
    assert world.conversation.state is State.OFFICER


def test_an_answer_given_after_hours_is_closed_at_the_next_end(world: World, siti: Actor) -> None:
    """stories 1: the person has the next service day to reply."""
    wait(world)
    world.clock.now = CLOSING + timedelta(hours=2)
    desk.take(world.kit, siti, world.session.conversation_id)
    desk.reply(world.kit, siti, world.session.conversation_id, "ini tabelnya", "k1", answered=True)
    tick_at(world, CLOSING + timedelta(hours=3))
    assert world.consultation.closed_at is None
    tick_at(world, CLOSING + timedelta(days=1))
    assert world.conversation.state is State.CLOSED


def test_a_service_that_was_down_at_1530_closes_later_and_tells_nobody_at_night(world: World, siti: Actor) -> None:
    """stories 14: timers survive restarts; nothing is sent between 21.00 and 06.00."""
    wait(world)
    assert tick_at(world, CLOSING + timedelta(hours=6)) == []
    assert world.consultation.carried_at is not None


def test_the_weekend_names_monday(world: World, siti: Actor) -> None:
    """stories 7: Friday, not reached by 15.30."""
    world.clock.now = FRIDAY_CLOSING - timedelta(minutes=10)
    presence.beat(world.kit, siti)
    wait(world)
    [said] = tick_at(world, FRIDAY_CLOSING)
    assert "dilanjutkan Senin, 30 November mulai 08.00 WIB" in said
    assert "24 jam" not in said  # the web chat knows no window


def test_whatsapp_tells_of_its_window_over_a_weekend(world: World, siti: Actor) -> None:
    """stories 7: without an approved template the person is told how to be reached on Monday."""
    world.clock.now = FRIDAY_CLOSING - timedelta(minutes=10)
    presence.beat(world.kit, siti)
    _wait_windowed(world)
    world.clock.now = FRIDAY_CLOSING
    service_clock.tick(world.kit)
    assert "WhatsApp membatasi balasan kami 24 jam" in _last_queued(world)


@pytest.mark.parametrize(
    ("asked_at", "told"),
    [
        (datetime(2026, 11, 27, 13, 0, tzinfo=UTC), True),  # Friday 20.00 WIB: Monday lies beyond the window
        (datetime(2026, 11, 26, 13, 0, tzinfo=UTC), False),  # Thursday 20.00 WIB
    ],
)
def test_a_request_outside_hours_hears_of_the_window(world: World, asked_at: datetime, told: bool) -> None:
    """stories 7: no promise that WhatsApp's window will not let us keep."""
    world.clock.now = asked_at
    _wait_windowed(world)
    welcome = _last_queued(world)
    assert "petugas membalas di sini mulai" in welcome
    assert ("kirim pesan apa saja hari Senin, 30 November" in welcome) is told


def test_a_promised_day_beyond_the_window_says_how_to_be_reached(world: World, siti: Actor) -> None:
    """stories 7, 24g: what counts is the promised day, not the next opening."""
    _wait_windowed(world)
    where = world.session.conversation_id
    desk.take(world.kit, siti, where)
    desk.reply(world.kit, siti, where, "saya carikan", "k1", promised_for=date(2026, 11, 25))
    world.clock.now = CLOSING
    service_clock.tick(world.kit)
    said = _last_queued(world)
    assert "paling lambat Rabu, 25 November." in said
    assert "kirim pesan apa saja hari Rabu, 25 November" in said


def _wait_windowed(world: World) -> None:
    who = Address(channel="windowed", kind="phone", value="620000000001")
    [got] = receive(world.kit, [Incoming(address=who, external_id="w1", text="petugas")])
    world.session = replace(world.session, conversation_id=got.conversation_id)
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.turn()


def _last_queued(world: World) -> str:
    with world.kit.uow() as uow:
        while queued := uow.outbox.due(world.clock.now, {"windowed": 9}):
            last = queued[0]
            uow.outbox.begin([last.id], world.clock.now + timedelta(minutes=2))
            uow.outbox.settle(last.id, Sending.SENT, world.clock.now)
    return last.text


def test_a_promised_day_is_repeated(world: World, siti: Actor) -> None:
    """stories 24g: the person hears the promised day again, not just the next opening."""
    wait(world)
    desk.take(world.kit, siti, world.session.conversation_id)
    where = world.session.conversation_id
    desk.reply(world.kit, siti, where, "saya carikan", "k1", promised_for=date(2026, 11, 25))
    [said] = tick_at(world, CLOSING)
    assert said.endswith("paling lambat Rabu, 25 November.")


def test_an_emergency_closure_is_told_once_to_who_waits(world: World, siti: Actor) -> None:
    """stories 2, 14: why, and when it goes on; in place of the notice after 15 minutes and of that of 15.30."""
    wait(world)
    start = world.clock.now
    world.clock.advance(60)
    service_day.close_now(world.kit, siti, ClosureReason.BANJIR)
    [said] = tick_at(world, start + timedelta(minutes=2))
    assert said.startswith("Kantor tutup hari ini karena banjir.")
    assert said.endswith("tetap tersimpan dan dilanjutkan Selasa, 24 November mulai 08.00 WIB.")
    service_day.close_now(world.kit, siti, ClosureReason.PADAM)  # another reason replaces it
    assert tick_at(world, start + timedelta(minutes=30)) == []
    assert tick_at(world, CLOSING) == []
    assert world.consultation.carried_at is not None
    assert world.conversation.state is State.WAITING


def test_1530_gives_the_reason_of_a_closure(world: World, siti: Actor) -> None:
    """service_rules 3.5, 7.3: asked in a closure, told at 15.30 of the closure again and not of slowness."""
    service_day.close_now(world.kit, siti, ClosureReason.BANJIR)
    world.clock.advance(60)
    wait(world)
    assert tick_at(world, world.clock.now + timedelta(minutes=20)) == []
    [said] = tick_at(world, CLOSING)
    assert said.startswith("Kantor tutup hari ini karena banjir.")


def test_after_fifteen_working_minutes_once(world: World, siti: Actor) -> None:
    """stories 2: at most three messages while waiting; the second one after 15 minutes of service time."""
    wait(world)
    start = world.clock.now
    assert tick_at(world, start + timedelta(minutes=14, seconds=59)) == []
    world.clock.now = start + timedelta(minutes=15)
    presence.beat(world.kit, siti)
    [said] = tick_at(world, start + timedelta(minutes=15))
    assert said.startswith("Mohon maaf, petugas masih melayani pengguna lain. Permintaan PST-20261123-0001")
    assert tick_at(world, start + timedelta(hours=2)) == []


def test_minutes_count_inside_the_hours_only(world: World, siti: Actor) -> None:
    """service_rules 3.6: asked at 15.20, told at 08.05 of the next working day."""
    world.clock.now = CLOSING - timedelta(minutes=10)
    presence.beat(world.kit, siti)
    wait(world)
    tick_at(world, CLOSING)
    opening = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    assert tick_at(world, opening + timedelta(minutes=4)) == []
    assert len(tick_at(world, opening + timedelta(minutes=5))) == 1


def test_the_warning_goes_to_whom_silence_would_close(world: World, siti: Actor) -> None:
    """service_rules 7.7: fifteen minutes before, once."""
    hold(world, siti)
    assert tick_at(world, CLOSING - timedelta(minutes=16)) == []
    [said] = tick_at(world, CLOSING - timedelta(minutes=15))
    assert "15.30 WIB" in said


@pytest.mark.parametrize("owes", ["waiting", "holding reply"])
def test_the_warning_never_goes_to_whom_we_owe(world: World, siti: Actor, owes: str) -> None:
    """stories 7: at 15.15 the warning must not go to people who wait."""
    world.clock.now = CLOSING - timedelta(minutes=20)
    presence.beat(world.kit, siti)
    wait(world)
    if owes == "holding reply":
        desk.take(world.kit, siti, world.session.conversation_id)
        desk.reply(world.kit, siti, world.session.conversation_id, "saya cek dulu", "k1")
    assert tick_at(world, CLOSING - timedelta(minutes=10)) == []


def test_no_warning_while_the_office_is_closed_at_once(world: World, siti: Actor) -> None:
    """service_rules 3.5, 7.7: the hours are over already, so nothing says that they end at 15.30."""
    hold(world, siti)
    service_day.close_now(world.kit, siti, ClosureReason.BANJIR)
    assert tick_at(world, CLOSING - timedelta(minutes=15)) == []


def test_nobody_connected_is_said_at_once(world: World) -> None:
    """stories 14: no console for ten minutes inside hours."""
    wait(world)
    assert world.replies()[0].startswith("Petugas sedang tidak terhubung")
    assert "(0538) 2070005" in world.replies()[0]


def test_everybody_at_the_counter_is_said_at_once(world: World, siti: Actor) -> None:
    """stories 6: melayani tamu: waiting people get the text of the fifteen minutes, and not a second time."""
    presence.set_availability(world.kit, siti, Availability.VISITOR)
    wait(world)
    assert world.replies()[0].startswith("Mohon maaf, petugas masih melayani pengguna lain.")
    assert tick_at(world, world.clock.now + timedelta(minutes=20)) == []


@pytest.mark.parametrize("why", ["no console yet", "all absent"])
def test_nobody_there_is_never_called_busy(world: World, why: str) -> None:
    """stories 2, 6: nobody on duty is said at once, with the phone; the notice after 15 minutes is not spent."""
    world.clock.now = datetime(2026, 11, 23, 1, 3, tzinfo=UTC)  # Monday 08.03 WIB
    siti = world.officer("siti")
    if why == "all absent":
        with world.kit.uow.read() as uow:
            officers = [user.id for user in uow.users.all() if Role.PETUGAS in user.roles]
        for each in officers:
            presence.mark_absent(world.kit, siti, each)
        world.clock.advance(3600)
    wait(world)
    [welcome] = world.replies()
    assert welcome.startswith("Mohon maaf, saat ini belum ada petugas di meja layanan.")
    assert "(0538) 2070005" in welcome
    [later] = tick_at(world, world.clock.now + timedelta(minutes=15))
    assert "melayani pengguna lain" not in later
    assert later.startswith("Petugas sedang tidak terhubung") is (why == "no console yet")


def test_a_console_seen_nine_minutes_ago_is_not_cut_off(world: World, siti: Actor) -> None:
    """stories 14: a phone that locked its screen is no failure of the network."""
    world.clock.advance(9 * 60 + 59)
    wait(world)
    assert not world.replies()[0].startswith("Petugas sedang tidak terhubung")


def test_a_locked_console_is_no_failure_of_the_network(world: World, siti: Actor) -> None:
    """stories 14: the office is connected while its screen is locked; but nobody may reckon with the officer."""
    world.clock.advance(20 * 60)
    presence.keep_open(world.kit, siti)
    wait(world)
    assert world.replies()[0].startswith("Mohon maaf, saat ini belum ada petugas di meja layanan.")


def test_a_quiet_minute_writes_nothing(world: World, engine: Engine) -> None:
    """service_rules 7, 14: 200 people who wait hold up nobody's answer while nothing is due for them."""
    kit, now = world.kit, world.clock()
    request = RequestOfficer(question="ipm", category=Category.DATA, need=Need())
    with kit.uow() as uow:
        for number in range(200):
            address = Address(channel="windowed", kind="id", value=f"orang-{number}")
            conversation = uow.conversations.at(address, kit.new_id, now)
            changed, _ = handoff.hand_over(uow, kit, conversation, request, now)
            uow.conversations.save(changed)
        uow.commit()
    world.clock.advance(600)
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    assert service_clock.tick(kit) == 0
    assert [line for line in said if not line.startswith(("SELECT", "BEGIN")) or "IMMEDIATE" in line] == []
    assert sum(line.startswith("SELECT") for line in said) <= 2, "the queue, and the office's settings"
