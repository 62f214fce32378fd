"""The monthly report over both stores: counted, locked, exported, and by whom (stories 8, 10, 13, 15)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, select

from bot.core.accounts import Actor, Role
from bot.core.consultations import ClosingReason
from bot.core.errors import InputRefused, MonthLocked, MonthNotOver, PermissionRefused
from bot.core.forms.form import FormKind
from bot.core.forms.rating import Rated
from bot.core.reports.facts import MissedFact, Way
from bot.core.reports.month import Month
from bot.core.reports.report import Report
from bot.core.tables_out import Table
from bot.services import desk, erasure, form_talk, ratings, readiness, reports
from bot.services.kit import Kit
from bot.services.live_office import LiveOffice
from bot.store.account_tables import audit
from bot.store.tables import bot_session, consultation
from tests.fakes import bubble, reply, wants_officer
from tests.services.test_opening import opened
from tests.services.test_privacy import NoLedger, NoSpool
from tests.world import World

NOVEMBER = Month(2026, 11)
DECEMBER_FIRST = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


def table(report: Report, sheet: int, caption: str) -> Table:
    return next(each for each in report.sheets[sheet - 1].tables if each.caption.startswith(caption))


@pytest.fixture
def busy(world: World) -> World:
    world.kit = opened(world.kit, "webchat", "whatsapp")
    return a_day(world)


def a_day(world: World) -> World:
    """A citizen asks for a figure, an officer answers; another one is answered by the assistant alone."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("minta angka ipm")
    world.turn()
    siti = world.officer("siti")
    desk.take(world.kit, siti, world.session.conversation_id)
    world.clock.advance(60)
    desk.reply(world.kit, siti, world.session.conversation_id, "angkanya di tabel 3", "k1", answered=True)
    world.clock.advance(60)
    desk.close(world.kit, siti, world.session.conversation_id, ClosingReason.SELESAI)
    other = world.another()
    world.rasa.answer = lambda request: reply(bubble("IPM adalah indeks …"))
    world.say("apa itu ipm", other)
    world.turn()
    miss = reply(bubble("Saya belum menangkap maksudnya.", sure=False))
    world.rasa.answer = lambda request: {**miss, "decision": {"kind": "fallback", "intent": "luput", "faq": []}}
    world.say("xyz", other)
    world.turn()
    marked = {"perintah": "tandai_salah", "faq": "metadata_ipm"}
    world.rasa.answer = lambda request: reply(bubble("Terima kasih koreksinya."), commands=[marked])
    world.say("jawabannya salah", other)
    world.turn()
    return world


@pytest.fixture
def head(busy: World) -> Actor:
    return busy.officer("kepala", Role.PIMPINAN)


def test_a_day_at_the_desk_becomes_figures(busy: World, head: Actor) -> None:
    """Stories 8: one consultation by an officer, one conversation with the assistant alone, no complaint."""
    seen = reports.see(busy.kit, head, NOVEMBER)
    assert seen.report.sentence == (
        "November 2026: 1 konsultasi (langsung 0, portal 0, chat 1), 1 percakapan mandiri, 0 pengaduan, "
        "penilaian belum ada (n=0)."
    )
    promises = table(seen.report, 4, "Janji").rows[2]
    assert promises[1:5] == (1, 0, 0, 1)
    assert table(seen.report, 7, "Pertanyaan").rows == (
        ("23-11-2026", "Tidak dipahami", 1),
        ("Jumlah", None, 1),
    )
    assert table(seen.report, 7, "Jawaban").rows == (("ipm", 1), ("Jumlah", 1))
    assert table(seen.report, 1, "Pesan").rows[0][:2] == ("Obrolan web", 4)
    assert not seen.can_lock  # the month is not over


def test_ratings_of_the_trial_stand_apart(world: World) -> None:
    """Stories 8, 17: until the office has written which channels it opens, a rating is one of its own trial."""
    a_day(world).say("2")
    head = world.officer("kepala", Role.PIMPINAN)
    trial = reports.see(world.kit, head, NOVEMBER).report
    assert trial.sentence.endswith("penilaian belum ada (n=0).")
    assert ("Penilaian selama uji coba", 1) in [row[:2] for row in table(trial, 1, "Dicatat terpisah").rows]
    assert table(trial, 5, "Saran").rows == ()
    ratings_of = opened(world.kit, "webchat")
    with ratings_of.uow() as uow:
        form = form_talk.open_form(uow, ratings_of, world.conversation, FormKind.RATING, world.clock.now)
        ratings.take(uow, ratings_of, world.conversation, form, Rated(score=4, above=False, bare=True), world.clock.now)
        uow.commit()
    served = reports.see(world.kit, head, NOVEMBER).report
    assert served.sentence.endswith("penilaian 4,0 dari 4 (n=1).")
    assert ("Penilaian selama uji coba", 1) in [row[:2] for row in table(served, 1, "Dicatat terpisah").rows]


def test_facts_belong_to_the_month_of_the_office(busy: World) -> None:
    """Rule 3: 23.30 on the last day and 00.30 on the first are two months in the office's zone, not in UTC."""
    with busy.kit.uow.read() as uow:
        for first, last, count in [
            (datetime(2026, 11, 23, 3, 0, tzinfo=UTC), datetime(2026, 11, 23, 3, 0, 1, tzinfo=UTC), 1),
            (datetime(2026, 11, 23, 2, 0, tzinfo=UTC), datetime(2026, 11, 23, 3, 0, tzinfo=UTC), 0),
        ]:
            assert len(uow.facts.consultations(first, last)) == count
        start, end = NOVEMBER.span(busy.kit.office.timezone)
        (fact,) = uow.facts.consultations(start, end)
        assert (fact.way, fact.channel, fact.by_officer, fact.has_form) == (Way.CHAT, "webchat", True, False)
        assert uow.facts.missed(start, end) == [MissedFact(day=date(2026, 11, 23), topic="luput", count=1)]
        assert uow.facts.first() == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_the_cost_of_a_month_is_estimated(busy: World, head: Actor) -> None:
    """Stories 13: messages and estimated cost per month are on the dashboard; the web chat costs nothing."""
    report = reports.see(busy.kit, head, NOVEMBER).report
    notes = {chart.table.caption: chart.note for chart in report.charts}
    assert notes["Pesan yang dikirim"] == "Perkiraan biaya WhatsApp Rp0."


def test_a_locked_month_never_changes(busy: World, head: Actor, engine: Engine) -> None:
    """Stories 8, rule 12.4: whatever is erased or changed later, the locked report stays what it was."""
    busy.clock.now = DECEMBER_FIRST
    before = reports.see(busy.kit, head, NOVEMBER)
    assert before.can_lock
    reports.lock(busy.kit, head, NOVEMBER)
    with engine.begin() as connection:
        connection.execute(delete(consultation))
        connection.execute(delete(bot_session))
    renamed = replace(busy.kit.office, name="Kantor lain")
    live = LiveOffice(busy.kit.uow, busy.kit.clock, renamed, busy.kit.texts, busy.kit.hours.holidays)
    elsewhere = replace(busy.kit, live=live)
    after = reports.see(elsewhere, head, NOVEMBER)
    assert after.report == before.report
    assert (after.locked_at, after.locked_by, after.can_lock) == (DECEMBER_FIRST, "Kepala", False)
    assert NOVEMBER in reports.months(busy.kit, head)
    with pytest.raises(MonthLocked):
        reports.lock(busy.kit, head, NOVEMBER)
    with engine.begin() as connection:
        rows = connection.execute(select(audit.c.actor_id, audit.c.subject).where(audit.c.action == "report.locked"))
        assert rows.all() == [(head.id, "2026-11")]


def test_only_past_months_are_locked(busy: World, head: Actor) -> None:
    """Stories 8: a month that goes on cannot be locked, one that has not begun cannot even be seen."""
    with pytest.raises(MonthNotOver):
        reports.lock(busy.kit, head, NOVEMBER)
    with pytest.raises(InputRefused):
        reports.see(busy.kit, head, NOVEMBER.next)


def test_months_to_choose_from(busy: World, head: Actor) -> None:
    """The first month is the one of the oldest fact."""
    busy.clock.now = datetime(2027, 1, 15, tzinfo=UTC)
    assert list(map(str, reports.months(busy.kit, head))) == ["2027-01", "2026-12", "2026-11"]


def test_the_register_holds_no_words_and_no_officer(busy: World, head: Actor, engine: Engine) -> None:
    """Issue point 7, stories 15: a row a consultation, without question, contact and officer; who exported is kept."""
    register = reports.export_register(busy.kit, head, date(2026, 11, 1), date(2026, 11, 30))
    assert len(register.rows) == 1
    row = dict(zip(register.header, register.rows[0], strict=True))
    assert (row["Nomor"], row["Hasil"], row["Dihitung sebagai"]) == (
        "PST-20261123-0001",
        "Dijawab petugas",
        "Konsultasi",
    )
    assert row["Diminta"] == "23-11-2026 10.00"
    assert "angka ipm" not in repr(register)
    assert "iti" not in repr(register)
    with engine.begin() as connection:
        query = select(audit.c.subject, audit.c.detail).where(audit.c.action == "register.exported")
        assert connection.execute(query).all() == [("2026-11-01..2026-11-30", {"rows": "1"})]


@pytest.mark.parametrize(
    ("first", "last"), [(date(2026, 11, 2), date(2026, 11, 1)), (date(2025, 11, 1), date(2026, 11, 2))]
)
def test_a_range_must_make_sense(busy: World, head: Actor, first: date, last: date) -> None:
    """Bad input is refused: a range that ends before it begins, or is longer than a year."""
    with pytest.raises(InputRefused, match="rentang"):
        reports.export_register(busy.kit, head, first, last)


UseCase = Callable[[Kit, Actor], object]
DAY = date(2026, 11, 1)
USE_CASES: dict[str, tuple[UseCase, set[Role]]] = {
    "see": (lambda kit, actor: reports.see(kit, actor, NOVEMBER), {Role.PIMPINAN, Role.ADMIN}),
    "months": (reports.months, {Role.PIMPINAN, Role.ADMIN}),
    "lock": (lambda kit, actor: reports.lock(kit, actor, NOVEMBER), {Role.PIMPINAN, Role.ADMIN}),
    "workbook": (lambda kit, actor: reports.export_report(kit, actor, NOVEMBER), {Role.PIMPINAN, Role.ADMIN}),
    "register": (lambda kit, actor: reports.export_register(kit, actor, DAY, DAY), {Role.PIMPINAN, Role.ADMIN}),
    "readiness": (lambda kit, actor: readiness.check(kit, actor, [], [], True), {Role.ADMIN}),
    "confirm": (lambda kit, actor: readiness.confirm(kit, actor, "tarif", "tidak ada"), {Role.ADMIN}),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", USE_CASES)
def test_who_may(world: World, name: str, role: Role) -> None:
    """Issue point 6: reports are for the head of office and the admin, Siap tayang? for the admin; nobody else."""
    run, allowed = USE_CASES[name]
    admin = world.officer("satu")  # the account must exist, because rows point to it
    actor = replace(admin, roles=frozenset({role}))
    world.clock.now = DECEMBER_FIRST
    if role in allowed:
        run(world.kit, actor)
    else:
        with pytest.raises(PermissionRefused):
            run(world.kit, actor)


@pytest.mark.parametrize("forgotten", ["TARIK", "HAPUS", "a year"])
def test_who_is_forgotten_stays_counted(world: World, forgotten: str) -> None:
    """Stories 15: counts without a name remain; a filled form makes a consultation also when its words are gone."""
    world.kit, seen = opened(world.kit, "webchat"), []
    head = world.officer("kepala", Role.PIMPINAN)
    world.rasa.answer = lambda request: reply(commands=[wants_officer("angka ipm")])
    world.say("mau bicara petugas")
    world.turn()
    world.say("setuju, Budi, umpr, skripsi, budi@kampus.example")
    seen.append(reports.see(world.kit, head, NOVEMBER).report.sentence)
    if forgotten == "a year":
        with world.kit.uow() as uow:
            uow.people.forget_tickets(world.clock.now + timedelta(days=1))
            uow.commit()
    else:
        world.say("tarik persetujuan" if forgotten == "TARIK" else "hapus data saya")
        world.say(forgotten)
        erasure.run_requests(world.kit, NoSpool(), NoLedger())
    seen.append(reports.see(world.kit, head, NOVEMBER).report.sentence)
    assert "1 konsultasi (langsung 0, portal 0, chat 1)" in seen[0]
    assert seen[1] == seen[0]
