"""What the office changes about its service day (service_rules 3, 6.8; stories 6, 14, 20)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Actor, Role
from bot.core.desk_settings import Switches, Targets
from bot.core.errors import NotClosed, PermissionRefused, SettingRefused
from bot.core.office import ClosureReason
from bot.core.presence import Presence
from bot.core.working_time import working_time_between
from bot.services import converse, service_day, service_day_views
from bot.services.kit import Kit
from bot.store.account_tables import audit
from bot.store.office_tables import office_setting
from tests.fakes import MONDAY_TEN, reply, wants_officer
from tests.world import World

SHORT_WEEK = {"senin": ["08.00-12.00"], "jumat": ["08.00-11.00", "13.00-15.30"]}
TUESDAY, SUNDAY = date(2026, 11, 24), date(2026, 11, 29)


@pytest.fixture
def admin(world: World) -> Actor:
    return world.officer("kepala", Role.ADMIN)


def ask_for_officer(world: World) -> str:
    """What a person is told who asks for an officer now, with one at the desk."""
    with world.kit.uow() as uow:
        uow.presences.save(Presence(user_id=uow.users.all()[0].id, seen_at=world.clock.now))
        uow.commit()
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    session = world.another()
    world.say("mau bicara petugas", session)
    world.turn()
    return world.replies(session)[-1]


def test_changed_hours_are_everywhere_at_once(world: World, admin: Actor) -> None:
    """stories 20: facts stand in one place; clocks, texts and Rasa follow without a restart."""
    assert world.kit.hours.is_open(MONDAY_TEN + timedelta(hours=3))
    service_day.set_weekly_hours(world.kit, admin, SHORT_WEEK)
    assert not world.kit.hours.is_open(MONDAY_TEN + timedelta(hours=3))
    assert "(Senin, Jumat 08.00-12.00 (Jumat 08.00-11.00 dan 13.00-15.30) WIB)" in ask_for_officer(world)
    assert world.rasa.requests[-1]["office"]["jam_layanan"]["senin"] == ["08.00-12.00"]


def test_nothing_changed_is_nothing_sent(world: World, admin: Actor) -> None:
    """Without a stored value office.yml's stands, in Rasa too."""
    ask_for_officer(world)
    assert world.rasa.requests[-1]["office"] is None


@pytest.mark.parametrize(
    ("written", "field", "why"),
    [
        ({"senin": ["8-15"]}, "jam_layanan.senin", "`8-15` bukan jam; tulis seperti 08.00-15.30"),
        ({"senin": ["15.30-08.00"]}, "jam_layanan.senin", "`15.30-08.00`: jam buka harus sebelum jam tutup"),
        ({"jumat": ["13.00-15.00", "08.00-11.00"]}, "jam_layanan.jumat", "jam 08.00-11.00 mendahului"),
        ({"monday": ["08.00-15.30"]}, "jam_layanan", "`monday` bukan nama hari"),
        ({}, "jam_layanan", "paling sedikit satu hari"),
    ],
)
def test_wrong_hours_are_refused_by_name(
    world: World, admin: Actor, written: dict[str, list[str]], field: str, why: str
) -> None:
    """service_rules 3: staff are told which field is wrong and how to write it; nothing is stored."""
    with pytest.raises(SettingRefused) as caught:
        service_day.set_weekly_hours(world.kit, admin, written)
    assert caught.value.field == field
    assert caught.value.why.startswith(why)
    assert world.kit.settings.weekly is None


def test_ramadan_hours_come_and_go(world: World, admin: Actor) -> None:
    """stories 20: a range has its own hours, in the calendar and in the words, and only while it lasts."""
    kit = world.kit
    service_day.add_special(
        kit, admin, first=TUESDAY, last=date(2026, 12, 4), hours=["08.00-12.00", "12.30-15.00"], message="Jam Ramadan."
    )
    assert "(Senin-Jumat 08.00-15.30 WIB)" in ask_for_officer(world)
    world.clock.advance(86_400)
    assert "(Senin-Jumat 08.00-12.00 dan 12.30-15.00 WIB)" in ask_for_officer(world)
    service_day.remove_special(kit, admin, first=TUESDAY, last=date(2026, 12, 4))
    assert "(Senin-Jumat 08.00-15.30 WIB)" in ask_for_officer(world)


def test_a_range_differs_by_weekday(world: World, admin: Actor) -> None:
    """stories 20: Ramadan's Friday has its own hours in calendar and words; the line of all days stays the rest's."""
    kit, friday = world.kit, date(2026, 11, 27)
    by_day: dict[str, list[str]] = {"jumat": ["08.00-15.30"], "rabu": []}
    service_day.add_special(kit, admin, first=TUESDAY, last=date(2026, 12, 4), hours=["08.00-15.00"], by_day=by_day)
    assert [str(period) for period in kit.hours.periods_on(friday)] == ["08.00-15.30"]
    assert kit.hours.periods_on(date(2026, 11, 25)) == ()
    world.clock.advance(86_400)
    assert "(Senin, Selasa, Kamis, Jumat 08.00-15.00 (Jumat 08.00-15.30) WIB)" in ask_for_officer(world)
    for wrong, last, field in ((["8-15"], friday, "jam.jumat"), ([], None, "sampai")):
        with pytest.raises(SettingRefused) as caught:
            service_day.add_special(kit, admin, first=friday, last=last, hours=[], by_day={"jumat": wrong})
        assert caught.value.field == field


def test_a_day_off_is_told_with_its_message(world: World, admin: Actor) -> None:
    """service_rules 3.5, 3.6: a request on the office's own day off gets the message and the next opening."""
    service_day.add_special(world.kit, admin, first=TUESDAY, last=None, hours=[], message="Kantor pindah gedung.")
    world.clock.advance(86_400)
    told = ask_for_officer(world)
    assert "Kantor pindah gedung. Petugas membalas di sini mulai Rabu, 25 November pukul 08.00 WIB." in told
    assert len(told.split("\n")[0]) <= 300


def test_the_office_opens_on_a_day_off(world: World, admin: Actor) -> None:
    """service_rules 3.5: the office has the last word over the calendar; the same day again replaces it."""
    for hours in (["08.00-10.00"], ["09.00-11.00"]):
        service_day.add_special(world.kit, admin, first=SUNDAY, last=None, hours=hours)
    assert [str(period) for period in world.kit.hours.periods_on(SUNDAY)] == ["09.00-11.00"]


@pytest.mark.parametrize(
    ("first", "last", "message", "field"),
    [
        (date(2026, 11, 22), None, "", "dari"),  # yesterday
        (TUESDAY, date(2026, 11, 23), "", "sampai"),
        (TUESDAY, date(2027, 11, 23), "", "sampai"),
        (date(2026, 12, 5), date(2026, 12, 20), "", "dari"),  # overlaps
        (TUESDAY, None, "x" * 161, "pesan"),
    ],
)
def test_wrong_days_are_refused(
    world: World, admin: Actor, first: date, last: date | None, message: str, field: str
) -> None:
    """stories 20: a range that cannot be meant is refused with the field's name."""
    service_day.add_special(
        world.kit, admin, first=date(2026, 12, 1), last=date(2026, 12, 10), hours=["08.00-12.00"], message=None
    )
    with pytest.raises(SettingRefused) as caught:
        service_day.add_special(world.kit, admin, first=first, last=last, hours=[], message=message)
    assert caught.value.field == field


def test_unknown_days_cannot_be_removed(world: World, admin: Actor) -> None:
    """Two admins at once: the second learns that it is gone."""
    with pytest.raises(SettingRefused, match="pengaturan"):
        service_day.remove_special(world.kit, admin, first=TUESDAY, last=None)


def test_an_office_must_open_some_day(world: World, admin: Actor) -> None:
    """service_rules 3.6: every sentence about the next opening needs one."""
    service_day.set_weekly_hours(world.kit, admin, {"senin": ["08.00-12.00"]})
    first = [date(2026, 11, 23) + timedelta(days=120 * n) for n in range(4)]
    for day in first[:3]:
        service_day.add_special(world.kit, admin, first=day, last=day + timedelta(days=119), hours=[])
    with pytest.raises(SettingRefused) as caught:
        service_day.add_special(world.kit, admin, first=first[3], last=first[3] + timedelta(days=119), hours=[])
    assert caught.value.why == "kantor tidak pernah buka dalam setahun ini"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (ClosureReason.PADAM, "listrik atau internet padam"),
        (ClosureReason.BANJIR, "banjir"),
        (ClosureReason.UPACARA, "upacara"),
    ],
)
def test_an_officer_closes_for_the_day(world: World, reason: ClosureReason, words: str) -> None:
    """stories 14: ready texts; who asks for an officer hears why, whom to phone, and when the office opens."""
    service_day.close_now(world.kit, world.officer("budi"), reason)
    told = ask_for_officer(world)
    assert words in told
    assert "telepon (0538) 2070005" in told
    assert "mulai Selasa, 24 November pukul 08.00 WIB" in told
    assert world.rasa.requests[-1]["office"]["penutupan"][0]["alasan"] == reason.value
    world.clock.advance(86_400)
    assert "Petugas membalas di sini pada jam layanan" in ask_for_officer(world)


def test_a_closure_stops_the_clocks_until_it_ends(world: World) -> None:
    """service_rules 3.5, 3.6: no clock runs while the office is closed; opened again, it goes on."""
    officer = world.officer("budi")
    service_day.close_now(world.kit, officer, ClosureReason.BANJIR)
    world.clock.advance(3600)
    service_day.close_now(world.kit, officer, ClosureReason.PADAM)  # another reason replaces the one in force
    world.clock.advance(3600)
    closed = service_day_views.desk_today(world.kit, officer)
    service_day.reopen_now(world.kit, officer)
    world.clock.advance(600)
    opened = service_day_views.desk_today(world.kit, officer)
    assert working_time_between(world.kit.hours, MONDAY_TEN, world.clock.now) == timedelta(minutes=10)
    assert (closed.is_open, closed.closure is not None and closed.closure.reason) == (False, ClosureReason.PADAM)
    assert (opened.is_open, opened.closure, opened.opens_at) == (True, None, None)
    assert [str(period) for period in opened.periods] == ["08.00-10.00", "12.00-15.30"]
    with pytest.raises(NotClosed):
        service_day.reopen_now(world.kit, officer)


def test_a_closure_taken_back_at_once_leaves_no_trace(world: World) -> None:
    """stories 14: two taps by mistake are taken back."""
    officer = world.officer("budi")
    service_day.close_now(world.kit, officer, ClosureReason.BANJIR)
    service_day.reopen_now(world.kit, officer)
    assert world.kit.office.closures == ()
    assert world.kit.hours.is_open(MONDAY_TEN)


def test_after_hours_there_is_nothing_to_close(world: World) -> None:
    """stories 14: a closure ends with the day, so in the evening it would do nothing."""
    world.clock.now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # 15.30 WIB
    with pytest.raises(SettingRefused) as caught:
        service_day.close_now(world.kit, world.officer("budi"), ClosureReason.BANJIR)
    assert caught.value.field == "penutupan"


def test_a_day_closed_before_it_begins_is_no_working_day(world: World) -> None:
    """service_rules 3.5: closed at six in the morning, the whole day is closed, with its reason."""
    world.clock.now = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # Monday 06.00 WIB
    officer = world.officer("budi")
    service_day.close_now(world.kit, officer, ClosureReason.UPACARA)
    today = service_day_views.desk_today(world.kit, officer)
    assert (today.periods, today.closed_because) == ((), "upacara")
    assert today.opens_at is not None
    assert today.opens_at.date() == TUESDAY


def test_the_roster_says_who_is_on_duty(world: World, admin: Actor) -> None:
    """stories 6: duty by weekday; only officers can be put on it."""
    budi, siti = world.officer("budi"), world.officer("siti")
    service_day.set_roster(world.kit, admin, {"senin": [budi.id, budi.id], "selasa": [siti.id]})
    assert [each.name for each in service_day_views.desk_today(world.kit, budi).on_duty] == ["Budi"]
    world.clock.advance(86_400)
    assert [each.id for each in service_day_views.desk_today(world.kit, siti).on_duty] == [siti.id]
    for stranger in ("nobody", admin.id):
        with pytest.raises(SettingRefused) as caught:
            service_day.set_roster(world.kit, admin, {"senin": [stranger]})
        assert caught.value.field == "jadwal_piket"


def test_switches_and_targets(world: World, admin: Actor) -> None:
    """service_rules A-9, 6.8, 10.3 and stories 6: off by default, and internal targets with bounds."""
    assert (world.kit.settings.switches, world.kit.settings.targets) == (Switches(), Targets())
    service_day.set_switches(world.kit, admin, Switches(form_first=True))
    service_day.set_targets(world.kit, admin, Targets(first_answer_minutes=20))
    assert world.kit.settings.switches == Switches(form_first=True, automatic_assignment=False)
    assert world.kit.settings.targets.first_answer == timedelta(minutes=20)
    assert world.kit.settings.targets.complaint_days == 5
    for wrong in (Targets(first_answer_minutes=0), Targets(complaint_days=15)):
        with pytest.raises(SettingRefused):
            service_day.set_targets(world.kit, admin, wrong)


CHANGES: list[Callable[[Kit, Actor], object]] = [
    lambda kit, actor: service_day.set_weekly_hours(kit, actor, SHORT_WEEK),
    lambda kit, actor: service_day.add_special(kit, actor, first=TUESDAY, last=None, hours=[]),
    lambda kit, actor: service_day.remove_special(kit, actor, first=TUESDAY, last=None),
    lambda kit, actor: service_day.set_roster(kit, actor, {}),
    lambda kit, actor: service_day.set_switches(kit, actor, Switches()),
    lambda kit, actor: service_day.set_targets(kit, actor, Targets()),
]


@pytest.mark.parametrize("change", CHANGES)
def test_only_an_admin_changes_the_day(world: World, change: Callable[[Kit, Actor], object]) -> None:
    """service_rules 1.5: hours, holidays and officers are the coordinator's."""
    with pytest.raises(PermissionRefused):
        change(world.kit, world.officer("budi"))


@pytest.mark.parametrize("role", [Role.KONTEN, Role.PENGADUAN, Role.PIMPINAN])
def test_who_does_not_serve_cannot_close(world: World, role: Role) -> None:
    """stories 14: an emergency is switched by those at the desk."""
    actor = world.officer("lain", role)
    with pytest.raises(PermissionRefused):
        service_day.close_now(world.kit, actor, ClosureReason.BANJIR)
    with pytest.raises(PermissionRefused):
        service_day.reopen_now(world.kit, actor)


def test_every_change_is_audited_without_words(world: World, admin: Actor, engine: Engine) -> None:
    """Privacy: the trail holds who changed what and when, in ids, keys and dates."""
    service_day.add_special(world.kit, admin, first=TUESDAY, last=None, hours=[], message="Rahasia dinas.")
    service_day.close_now(world.kit, admin, ClosureReason.BANJIR)
    with engine.connect() as connection:
        changes = select(audit).where(audit.c.action == "service_day.changed").order_by(audit.c.id)
        rows = connection.execute(changes).all()
        stored = connection.execute(select(office_setting.c.changed_by, office_setting.c.changed_at)).all()
    assert [(row.actor_id, row.subject, row.detail) for row in rows] == [
        (admin.id, "hari_khusus", {"from": "2026-11-24"}),
        (admin.id, "penutupan", {"reason": "banjir"}),
    ]
    assert [tuple(row) for row in stored] == [(admin.id, MONDAY_TEN)] * 2


def test_a_turn_that_runs_keeps_the_hours_it_was_claimed_with(world: World, admin: Actor) -> None:
    """design 'turn protocol': the same turn asked twice is the same request; the next one has the new hours."""
    world.say("sabtu buka?")
    [claimed] = world.claim()
    before = converse.request_of(world.kit, claimed)
    service_day.set_weekly_hours(world.kit, admin, SHORT_WEEK)
    assert before.office is None
    assert converse.request_of(world.kit, claimed).office is None
    converse.let_go(world.kit, claimed)
    [again] = world.claim()
    assert converse.request_of(world.kit, again).office is not None
