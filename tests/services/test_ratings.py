"""Ratings: one bubble with the farewell, typed in any way, apart from consultation and officer (stories 15, 19)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, inspect

from bot.core.consultations import BotSession, ClosingReason
from bot.core.conversations import State
from bot.core.reports.month import Month
from bot.services import desk, desk_views, ratings
from tests.fakes import Json, bubble, reply, wants_officer
from tests.world import World

ASKED = "Bagaimana layanan kami? Balas 4 sangat baik, 3 baik, 2 kurang baik, 1 tidak baik (boleh dilewati)."


@pytest.fixture
def closed(world: World) -> World:
    """An officer has answered and closed."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    officer = world.officer("rina")
    desk.take(world.kit, officer, world.session.conversation_id)
    desk.reply(world.kit, officer, world.session.conversation_id, "ini angkanya", "k1", answered=True)
    desk.close(world.kit, officer, world.session.conversation_id, ClosingReason.SELESAI)
    return world


def scores(world: World) -> list[tuple[int, str | None]]:
    with world.kit.uow.read() as uow:
        return [(each.score, each.remark) for each in uow.facts.ratings(Month(2026, 11))]


def test_one_bubble_with_the_farewell(closed: World) -> None:
    """stories 19: closing and rating are one bubble."""
    assert closed.replies()[-1].startswith("Konsultasi PST-20261123-0001 selesai. Terima kasih.")
    assert closed.replies()[-1].endswith(ASKED)


def test_taken_and_stored_apart(closed: World, engine: Engine) -> None:
    """stories 15: month, channel, score, remark; the consultation only knows that there was one."""
    closed.say("bintang 5 kak")
    assert closed.replies()[-1] == "Kami catat 4 (sangat baik), nilai tertinggi. Terima kasih."
    assert scores(closed) == [(4, None)]
    assert closed.conversation.state is State.CLOSED, "a rating opens nothing again"
    with closed.kit.uow.read() as uow:
        consultation = uow.consultations.latest(closed.session.conversation_id)
    assert consultation is not None
    assert consultation.rated
    columns = {column["name"] for column in inspect(engine).get_columns("rating")}
    assert columns == {"id", "month", "channel", "score", "remark", "trial"}
    transcript = desk_views.transcript(closed.kit, closed.officer("siti"), closed.session.conversation_id)
    assert "bintang" not in repr(transcript), "with two to four officers everybody would know"


@pytest.mark.parametrize("text", ["4 terima kasih", "4, makasih banyak kak", "4🙏", "4 👍", "👍🏻", "4 sangat baik"])
def test_a_rating_with_thanks_counts(closed: World, text: str) -> None:
    """stories 16, 19: it is stored, and puts nobody back into the queue."""
    closed.say(text)
    assert scores(closed) == [(4, None)]
    assert closed.conversation.state is State.CLOSED


def test_a_low_rating_may_say_why(closed: World) -> None:
    """stories 19: 1-2 asks one optional question and names *pengaduan*; once."""
    closed.say("2")
    assert "Apa yang perlu kami perbaiki?" in closed.replies()[-1]
    assert "*pengaduan*" in closed.replies()[-1]
    closed.say("nunggunya lama sekali")
    assert scores(closed) == [(2, "nunggunya lama sekali")]
    closed.say("4")
    assert scores(closed) == [(2, "nunggunya lama sekali")]


def test_a_question_is_never_a_remark(closed: World) -> None:
    """stories 19: never blocking a new question."""
    closed.say("1")
    closed.say("berapa penduduk seruyan 2023?")
    assert scores(closed) == [(1, None)]
    assert closed.conversation.state is State.WAITING


@pytest.mark.parametrize("text", ["petugas", "luas panen padi seruyan 2023"])
def test_a_wish_is_never_a_remark(closed: World, text: str) -> None:
    """stories 19, service_rules 6.11: a search or a wish for an officer opens the consultation again."""
    closed.say("1")
    closed.say(text)
    assert scores(closed) == [(1, None)]
    assert closed.conversation.state is State.WAITING


@pytest.mark.parametrize("text", ["lewati", "tidak ada kak", "makasih"])
def test_nothing_to_better(closed: World, text: str) -> None:
    """stories 19, 16: who skips or thanks is not asked again, answered or queued."""
    closed.say("1")
    said = len(closed.replies())
    closed.say(text)
    assert scores(closed) == [(1, None)]
    assert (len(closed.replies()), closed.conversation.state) == (said, State.CLOSED)


def test_a_skipped_rating_may_still_come(closed: World) -> None:
    """stories 19: *boleh dilewati* puts nobody back into the queue, and a later 4 counts."""
    closed.say("lewati")
    assert closed.conversation.state is State.CLOSED
    closed.say("4")
    assert scores(closed) == [(4, None)]


def test_words_to_the_officer_are_no_rating(closed: World) -> None:
    """service_rules 6.10, 9.2: reopened, waiting or held, every word goes to the officer."""
    officer, talk = closed.officer("siti"), closed.session.conversation_id
    closed.say("satu lagi, angka 2022 berapa?")
    closed.say("baik")
    desk.take(closed.kit, officer, talk)
    desk.reply(closed.kit, officer, talk, "ini, sudah cukup?", "k2")
    closed.say("cukup")
    closed.say("4")
    assert scores(closed) == []
    transcript = desk_views.transcript(closed.kit, officer, talk)
    assert [m.text for m in transcript.messages if m.text in {"baik", "cukup", "4"}] == ["baik", "cukup", "4"]


def test_it_can_be_skipped(closed: World) -> None:
    """stories 19: *boleh dilewati*; a question instead is a question, and after a day a 4 is only a 4."""
    closed.clock.advance(24 * 3600)
    closed.rasa.answer = lambda request: reply(bubble("jawab"))
    closed.say("4")
    closed.turn()
    assert scores(closed) == []


def options(request: Json) -> Json:
    """*Maksud Anda:* with numbers."""
    asked = reply(bubble("Maksud Anda:\n1. a\n2. b", sure=False))
    asked["decision"] = {"kind": "options", "faq": [], "intent": "ragu", "confidence": 0.3}
    return asked


def test_a_number_belongs_to_the_newest_list(closed: World) -> None:
    """stories 19: after *Maksud Anda* a 2 chooses; words still rate."""
    closed.clock.now += timedelta(hours=15)  # the next day: the assistant answers again
    closed.rasa.answer = options
    closed.say("data anu")
    closed.turn()
    closed.clock.advance(5)
    closed.turn()
    assert closed.replies()[-1].startswith("Maksud Anda")
    closed.say("2")
    assert scores(closed) == []
    closed.say("kurang baik")
    assert scores(closed) == [(2, None)]


@pytest.mark.parametrize("reason", [ClosingReason.SPAM, ClosingReason.SALAH_ALAMAT, ClosingReason.UJI_COBA])
def test_what_is_not_asked(world: World, reason: ClosingReason) -> None:
    """service_rules 9.1: after a consultation; spam is none, and the office's own trial does not enter the mean."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    officer = world.officer("rina")
    desk.take(world.kit, officer, world.session.conversation_id)
    desk.reply(world.kit, officer, world.session.conversation_id, "maaf, bukan di sini", "k1", answered=True)
    desk.close(world.kit, officer, world.session.conversation_id, reason)
    assert ASKED not in world.replies()[-1]


def ask(world: World, session: BotSession) -> bool:
    with world.kit.uow() as uow:
        asked = ratings.ask_after_bot_session(uow, world.kit, session, world.clock.now)
        uow.commit()
    return asked


def session_of(world: World) -> BotSession:
    with world.kit.uow.read() as uow:
        found = uow.bot_sessions.current(world.session.conversation_id)
    assert found is not None
    return found


def test_after_the_assistant_alone_at_most_monthly(world: World) -> None:
    """stories 19: once per person per 30 days; a session without an answer is not asked about; by day only."""
    world.say("ipm")
    world.turn()
    session = session_of(world)
    assert ask(world, session)
    assert world.replies()[-1] == ASKED
    world.say("3")
    assert scores(world) == [(3, None)]
    world.clock.now += timedelta(days=29)
    assert not ask(world, session_with(session, "s-2"))
    world.clock.now += timedelta(days=1)
    assert ask(world, session_with(session, "s-3"))
    world.clock.now += timedelta(days=40, hours=12)  # 22.00
    assert not ask(world, session_with(session, "s-4"))


def session_with(session: BotSession, name: str) -> BotSession:
    return replace(session, id=name)


def test_nothing_answered_nothing_asked(world: World) -> None:
    """stories 19: asking after every chat irritates."""
    world.rasa.answer = options
    world.say("anu")
    world.turn()
    world.clock.advance(10)
    world.turn()
    assert not ask(world, session_of(world))
