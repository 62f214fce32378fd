"""Who owes the next word, bot-only conversations, and officers' presence."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.accounts import Role
from bot.core.conversations import State
from bot.core.errors import InputRefused, PermissionRefused
from bot.core.presence import Availability
from bot.core.promises import PromiseState
from bot.services import attachments, bot_sessions, desk, desk_queue, desk_views, owing, presence
from bot.services.reachable import reachable
from tests.fakes import bubble, reply, wants_officer
from tests.world import World


@pytest.fixture
def waiting(world: World) -> World:
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("mau bicara petugas")
    world.turn()
    return world


def test_a_reply_without_a_choice_still_owes(waiting: World) -> None:
    """stories 1: no choice = masih saya carikan."""
    siti = waiting.officer("siti")
    desk.take(waiting.kit, siti, waiting.session.conversation_id)
    desk.reply(waiting.kit, siti, waiting.session.conversation_id, "sebentar ya, saya cek dulu", "k1")
    found = waiting.consultation
    assert found.owed
    assert found.answered_at is None
    assert found.first_reply_at == waiting.clock.now


def test_marked_answered_waits_for_the_person_until_the_person_writes(waiting: World) -> None:
    """stories 1: the last citizen message not marked answered is owed again."""
    siti = waiting.officer("siti")
    desk.take(waiting.kit, siti, waiting.session.conversation_id)
    desk.reply(waiting.kit, siti, waiting.session.conversation_id, "angkanya di tabel 3", "k1", answered=True)
    answered_at = waiting.clock.now
    assert not waiting.consultation.owed
    waiting.clock.advance(60)
    waiting.say("yang 2022?")
    found = waiting.consultation
    assert found.owed
    assert found.answered_at == answered_at


@pytest.mark.parametrize(
    ("text", "owes"),
    [
        ("Terima kasih", False), ("makasih banyak kak 🙏🏻", False), ("👍🏽", False), ("oke siap pak", False),
        ("makasih, yang 2022 ada?", True), ("oke saya tunggu tabelnya", True), ("belum masuk kak", True),
    ],
)  # fmt: skip
def test_who_thanks_waits_for_nothing(waiting: World, text: str, owes: bool) -> None:
    """service_rules 7.2, stories 16: the office owes no answer to a thanks; to anything else it does (stories 1)."""
    siti = waiting.officer("siti")
    desk.take(waiting.kit, siti, waiting.session.conversation_id)
    desk.reply(waiting.kit, siti, waiting.session.conversation_id, "angkanya di tabel 3", "k1", answered=True)
    waiting.say(text)
    assert waiting.consultation.owed is owes


@pytest.mark.parametrize(
    ("text", "owes"), [("ya", True), ("oke", True), ("terima kasih", False), ("ok makasih", False)]
)
def test_a_yes_to_an_officers_question_is_owed(waiting: World, text: str, owes: bool) -> None:
    """service_rules 7.3, stories 1: nobody is closed as silent who has just said yes; a thanks is a thanks."""
    siti = waiting.officer("siti")
    desk.take(waiting.kit, siti, waiting.session.conversation_id)
    desk.reply(
        waiting.kit, siti, waiting.session.conversation_id, "di tabel 3; mau per kecamatan?", "k1", answered=True
    )
    waiting.say(text)
    assert waiting.consultation.owed is owes


def test_a_file_says_who_owes_as_words_do(waiting: World) -> None:
    """stories 1, 4: a table may be the answer or a part of it; no choice still owes; a wrong day sends nothing."""
    siti, kit, where = waiting.officer("siti"), waiting.kit, waiting.session.conversation_id
    desk.take(kit, siti, where)
    pdf, day = b"%PDF-1.7 tabel", date(2026, 11, 25)
    attachments.send_file(kit, siti, where, "satu.pdf", pdf, "", "k1", promised_for=day)
    assert (waiting.consultation.owed, waiting.consultation.promised_for) == (True, day)
    attachments.send_file(kit, siti, where, "dua.pdf", pdf, "", "k2", answered=True)
    assert (waiting.consultation.owed, waiting.consultation.answered_at) == (False, waiting.clock.now)
    attachments.send_file(kit, siti, where, "tiga.pdf", pdf, "", "k3")
    assert waiting.consultation.owed
    with pytest.raises(InputRefused, match="janji"):
        attachments.send_file(kit, siti, where, "empat.pdf", pdf, "", "k4", promised_for=date(2026, 11, 28))
    assert sum(bool(message.file_id) for message in waiting.seen()) == 3


def test_a_promised_day_comes_and_passes(waiting: World) -> None:
    """stories 24g: calm before the promised day, near its end on it, late after it, gone once answered."""
    siti = waiting.officer("siti")
    where = waiting.session.conversation_id
    desk.take(waiting.kit, siti, where)
    desk.reply(waiting.kit, siti, where, "saya carikan", "k1", promised_for=date(2026, 11, 24))

    def standing() -> tuple[PromiseState | None, PromiseState | None]:
        (row,) = desk_queue.queue(waiting.kit, siti)
        return row.promise, desk_views.transcript(waiting.kit, siti, where).promise

    for state in (PromiseState.IN_TIME, PromiseState.NEAR, PromiseState.LATE):
        assert standing() == (state, state)
        waiting.clock.advance(24 * 60 * 60)
    desk.mark(waiting.kit, siti, where, answered=True)
    assert standing() == (None, None)


def test_a_promise_is_kept_until_answered(waiting: World) -> None:
    """stories 24g: the officer gives a date, at most three working days ahead."""
    siti = waiting.officer("siti")
    where = waiting.session.conversation_id
    desk.take(waiting.kit, siti, where)
    desk.reply(waiting.kit, siti, where, "saya carikan", "k1", promised_for=date(2026, 11, 26))
    desk.reply(waiting.kit, siti, where, "masih dicari", "k2")
    assert waiting.consultation.promised_for == date(2026, 11, 26)
    desk.mark(waiting.kit, siti, where, answered=True)
    assert waiting.consultation.promised_for is None


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 11, 28), date(2026, 11, 27)])
def test_a_promise_outside_the_limits_is_refused(waiting: World, day: date) -> None:
    """stories 24g: not the past, not a Saturday, not the fourth working day."""
    siti = waiting.officer("siti")
    desk.take(waiting.kit, siti, waiting.session.conversation_id)
    with pytest.raises(InputRefused, match="janji"):
        desk.reply(waiting.kit, siti, waiting.session.conversation_id, "nanti", "k1", promised_for=day)


def test_promise_days_skip_holidays_and_weekends(world: World) -> None:
    """service_rules 3.2: 24 and 25 December 2026 are off."""
    world.clock.now = datetime(2026, 12, 23, 3, 0, tzinfo=UTC)
    assert owing.promise_days(world.kit, world.clock.now) == (
        date(2026, 12, 23), date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30),
    )  # fmt: skip


def test_the_assistant_alone_is_one_session_until_thirty_idle_minutes(world: World) -> None:
    """stories 8, 24c: a *percakapan mandiri* ends after 30 idle minutes."""
    world.rasa.answer = lambda request: reply(bubble("IPM adalah …"))
    for pause in (0, 29 * 60, 31 * 60):
        world.clock.advance(pause)
        world.say("ipm")
        world.turn()
    with world.kit.uow.read() as uow:
        current = uow.bot_sessions.current(world.session.conversation_id)
    assert current is not None
    assert (current.turns, current.answered, current.topic) == (1, 1, "data_ipm")
    world.clock.advance(30 * 60 + 1)
    assert bot_sessions.close_idle(world.kit) == 1
    with world.kit.uow.read() as uow:
        assert uow.bot_sessions.current(world.session.conversation_id) is None


def test_a_hand_over_ends_the_session_and_keeps_its_topic(world: World) -> None:
    """stories 8: never counted twice; the consultation knows where the person came from."""
    world.rasa.answer = lambda request: reply(bubble("IPM adalah …"))
    world.say("ipm")
    world.turn()
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    with world.kit.uow.read() as uow:
        assert uow.bot_sessions.current(world.session.conversation_id) is None
    found = world.consultation
    assert (found.topic, found.channel) == ("data_ipm", "webchat")


def test_absent_gives_everybody_back_at_the_old_place(waiting: World) -> None:
    """stories 6: *tidak masuk* by anyone; nobody is held by somebody who is ill."""
    siti, budi = waiting.officer("siti"), waiting.officer("budi")
    before = waiting.consultation.waiting_since
    desk.take(waiting.kit, siti, waiting.session.conversation_id)
    waiting.clock.advance(3600)
    assert presence.mark_absent(waiting.kit, budi, siti.id) == 1
    assert waiting.conversation.state is State.WAITING
    assert waiting.conversation.holder_id is None
    assert waiting.consultation.waiting_since == before


def test_only_a_connected_officer_without_a_visitor_is_reachable(world: World) -> None:
    """stories 6: melayani tamu takes no chats, a locked phone neither, tidak masuk neither."""
    siti = world.officer("siti")

    def names() -> list[str]:
        with world.kit.uow.read() as uow:
            return [each.user_id for each in reachable(uow, world.kit, world.clock.now)]

    assert names() == []
    presence.beat(world.kit, siti)
    assert names() == [siti.id]
    presence.set_availability(world.kit, siti, Availability.VISITOR)
    assert names() == []
    presence.set_availability(world.kit, siti, Availability.READY)
    world.clock.advance(timedelta(seconds=61).total_seconds())
    assert names() == []
    presence.beat(world.kit, siti)
    presence.mark_absent(world.kit, siti, siti.id)
    assert names() == []


def test_presence_belongs_to_officers(world: World) -> None:
    """stories 8: who serves nobody has no presence, and cannot be marked absent."""
    chief = world.officer("kepala", Role.PIMPINAN)
    siti = world.officer("siti")
    with pytest.raises(PermissionRefused):
        presence.beat(world.kit, chief)
    with pytest.raises(InputRefused, match="pengguna"):
        presence.mark_absent(world.kit, siti, chief.id)
