"""What a consultation was about, chosen afterwards; trials before the office has opened a channel (stories 8, 17)."""

from datetime import UTC, datetime

import pytest

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category, ClosingReason, Need, Subject
from bot.core.errors import MonthLocked, NotHolder
from bot.core.reports.month import Month
from bot.services import correcting, desk, desk_history, desk_views, reports, service_clock
from tests.fakes import bubble, reply, wants_officer
from tests.services.test_opening import opened, write
from tests.world import World

NOVEMBER = Month(2026, 11)
ABOUT_IPM = Subject(category=Category.DATA, topic="IPM", need=Need(indicator="ipm", region=None, year="2023"))


def sentence(world: World, head: Actor) -> str:
    return reports.see(world.kit, head, NOVEMBER).report.sentence


@pytest.fixture
def answered(world: World) -> Actor:
    """Somebody asks straight for an officer, is answered, and the day ends with nobody choosing a category."""
    world.kit = opened(world.kit, "webchat")
    world.rasa.answer = lambda request: reply(commands=[wants_officer("mau bicara petugas", "layanan")])
    world.say("mau bicara petugas")
    world.turn()
    siti = world.officer("siti")
    desk.take(world.kit, siti, world.session.conversation_id)
    desk.reply(world.kit, siti, world.session.conversation_id, "IPM ada di tabel 3", "k1", answered=True)
    return siti


def close_by_clock(world: World) -> str:
    world.clock.now = datetime(2026, 11, 23, 8, 31, tzinfo=UTC)
    assert service_clock.tick(world.kit) == 1
    with world.kit.uow.read() as uow:
        found = uow.consultations.latest(world.session.conversation_id)
    assert found is not None
    return found.id


def test_what_nobody_named_counts_and_is_said_until_somebody_does(world: World, answered: Actor) -> None:
    """Stories 8: the head's figure is not silently low; Riwayat lists it, any officer chooses, the report follows."""
    consultation_id, head = close_by_clock(world), world.officer("kepala", Role.PIMPINAN)
    assert ": 1 konsultasi (langsung 0, portal 0, chat 1; 1 kategori belum dipilih), " in sentence(world, head)
    seen = desk_history.history(world.kit, answered, unchosen=True)
    assert (seen.unchosen, [row.category for row in seen.rows]) == (1, [None])
    correcting.correct(world.kit, world.officer("budi"), consultation_id, ABOUT_IPM)
    assert ": 1 konsultasi (langsung 0, portal 0, chat 1), " in sentence(world, head)
    assert desk_history.history(world.kit, answered, unchosen=True).rows == ()
    shown = desk_views.transcript(world.kit, answered, world.session.conversation_id)
    assert (shown.category, shown.topic, shown.need.year) == (Category.DATA, "IPM", "2023")


def test_service_information_that_an_officer_chose_stays_apart(world: World, answered: Actor) -> None:
    """Stories 8: layanan is no product of the standard; chosen, it is shown apart and nothing is asked any more."""
    chosen = Subject(category=Category.LAYANAN, topic=None, need=Need())
    desk.close(world.kit, answered, world.session.conversation_id, ClosingReason.SELESAI, chosen)
    assert ": 0 konsultasi (langsung 0, portal 0, chat 0), " in sentence(world, world.officer("kepala", Role.PIMPINAN))
    assert desk_history.history(world.kit, answered).unchosen == 0


def test_closing_without_a_choice_leaves_it_unchosen(world: World, answered: Actor) -> None:
    """Stories 8: *Belum dipilih* in the closing dialog is no choice of layanan."""
    said = Subject(category=None, topic="jadwal", need=Need())
    desk.close(world.kit, answered, world.session.conversation_id, ClosingReason.SELESAI, said)
    assert desk_history.history(world.kit, answered).unchosen == 1


def test_while_it_is_open_its_holder_alone_corrects(world: World, answered: Actor) -> None:
    """Stories 6: two officers do not work on one person."""
    with world.kit.uow.read() as uow:
        found = uow.consultations.latest(world.session.conversation_id)
    assert found is not None
    with pytest.raises(NotHolder):
        correcting.correct(world.kit, world.officer("budi"), found.id, ABOUT_IPM)
    correcting.correct(world.kit, answered, found.id, ABOUT_IPM)


def test_a_locked_month_changes_no_more(world: World, answered: Actor) -> None:
    """Stories 8: neither what it was about nor what is still to be chosen."""
    consultation_id = close_by_clock(world)
    head = world.officer("kepala", Role.PIMPINAN)
    world.clock.now = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
    reports.lock(world.kit, head, NOVEMBER)
    with pytest.raises(MonthLocked):
        correcting.correct(world.kit, answered, consultation_id, ABOUT_IPM)
    assert desk_history.history(world.kit, answered).unchosen == 0
    assert desk_views.transcript(world.kit, answered, world.session.conversation_id).month_locked


def test_trials_before_the_office_opens_the_web_chat_stay_out_of_the_figures(world: World) -> None:
    """Stories 17: the page is open to be tried; what was said there before `kanal` names it is a trial for good."""
    world.rasa.answer = lambda request: reply(bubble("IPM adalah indeks …"))
    world.say("apa itu ipm")
    world.turn()
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    siti = world.officer("siti")
    desk.take(world.kit, siti, world.session.conversation_id)
    desk.close(world.kit, siti, world.session.conversation_id, ClosingReason.SELESAI, ABOUT_IPM)
    world.kit = opened(world.kit, "webchat")
    report = reports.see(world.kit, world.officer("kepala", Role.PIMPINAN), NOVEMBER).report
    assert ": 0 konsultasi (langsung 0, portal 0, chat 0), 0 percakapan mandiri, " in report.sentence
    apart = next(table for table in report.sheets[0].tables if table.caption == "Dicatat terpisah")
    counts = {row[0]: row[1] for row in apart.rows}
    assert (counts["Uji coba"], counts["Uji coba dengan asisten"]) == (1, 1)


@pytest.mark.parametrize("channel", ["whatsapp", "telegram", "webchat"])
def test_a_trial_is_one_on_every_channel_and_so_is_its_rating(world: World, channel: str) -> None:
    """Stories 8, 17: staff try every channel before `kanal`; a rating given after the opening is still the trial's."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    where = write(world.kit, "m1", "mau bicara petugas", channel=channel)
    world.turn()
    siti = world.officer("siti")
    desk.take(world.kit, siti, where)
    desk.reply(world.kit, siti, where, "ini angkanya", "k1", answered=True)
    world.kit = opened(world.kit, channel)
    desk.close(world.kit, siti, where, ClosingReason.SELESAI, ABOUT_IPM)
    write(world.kit, "m2", "4", channel=channel)
    seen = reports.see(world.kit, world.officer("kepala", Role.PIMPINAN), NOVEMBER).report
    assert ": 0 konsultasi (langsung 0, portal 0, chat 0), " in seen.sentence
    assert seen.sentence.endswith("penilaian belum ada (n=0).")
    apart = next(table for table in seen.sheets[0].tables if table.caption == "Dicatat terpisah")
    counts = {row[0]: row[1] for row in apart.rows}
    assert (counts["Uji coba"], counts["Penilaian selama uji coba"]) == (1, 1)
