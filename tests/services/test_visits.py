"""Direct visits: registration, the officer's start and end, the end of the day (service_rules 4, stories 6 and 18)."""

from datetime import timedelta

import pytest

from bot.core.accounts import Role
from bot.core.consultations import Category
from bot.core.errors import (
    GuestRefused,
    InputRefused,
    MonthLocked,
    PermissionRefused,
    VisitMoved,
    VisitTaken,
    VisitUnknown,
)
from bot.core.guest_fields import read_guest
from bot.core.presence import Availability
from bot.core.reports.month import Month
from bot.core.visits import Source, Urgency, Visit, VisitState
from bot.services import presence, reports, visit_views, visits
from bot.services.kit import Kit
from tests.visitors import arrives, guest, wib
from tests.world import World


def now_of(kit: Kit, visit: Visit) -> Visit:
    with kit.uow.read() as uow:
        found = uow.visits.get(visit.id)
    assert found is not None
    return found


def availability(kit: Kit, user_id: str) -> Availability:
    with kit.uow.read() as uow:
        return uow.presences.get(user_id).availability


def test_a_visitor_is_registered_served_and_leaves(world: World) -> None:
    """service_rules 4.1, 4.4, 4.5, 4.7, 7.5: three moments, one number, the guest book kept, who served, what about."""
    rina = world.officer("rina")
    visit = arrives(world.kit)
    world.clock.advance(4 * 60)
    visits.start(world.kit, rina, visit.id)
    world.clock.advance(20 * 60)
    visits.end(world.kit, rina, visit.id, Category.DATA, "penduduk")
    done = now_of(world.kit, visit)
    assert (done.number, done.state, done.officer_id) == (1, VisitState.DONE, rina.id)
    assert (done.category, done.topic, done.ended_estimated) == (Category.DATA, "penduduk", False)
    assert done.started_at == done.registered_at + timedelta(minutes=4)
    assert done.ended_at == done.registered_at + timedelta(minutes=24)
    assert done.guest == guest()


def test_numbers_begin_anew_each_day(world: World) -> None:
    """Stories 18: the number is of the day."""
    numbers = [arrives(world.kit, f"form-{each}").number for each in range(3)]
    world.clock.advance(24 * 3600)
    assert [*numbers, arrives(world.kit, "form-9").number] == [1, 2, 3, 1]


def test_a_form_sent_twice_draws_one_number(world: World) -> None:
    """Stories 18: an impatient second press is the same visit."""
    assert arrives(world.kit).id == arrives(world.kit).id
    assert arrives(world.kit, "another").number == 2


def test_the_next_person_at_the_tablet_is_another_visit(world: World) -> None:
    """A form that the browser kept and somebody else filled in is not the first one's number."""
    assert arrives(world.kit).number == 1
    assert arrives(world.kit, name="Joko").number == 2


@pytest.mark.parametrize("moment", ["2026-11-23 15:30", "2026-11-22 10:00"])
def test_no_number_is_drawn_when_service_is_over(world: World, moment: str) -> None:
    """3.1, 3.6: after closing time and on a Sunday nobody would call the number."""
    world.clock.now = wib(world.kit, moment)
    with pytest.raises(InputRefused, match="tutup"):
        arrives(world.kit)


def test_an_officer_registers_somebody(world: World) -> None:
    """Stories 18: at the desk, also late; it is written down who did it."""
    rina = world.officer("rina")
    world.clock.now = wib(world.kit, "2026-11-23 15:45")
    visit = visits.register_visitor(world.kit, rina, guest(email="", no_email="ya"))
    seen = now_of(world.kit, visit)
    assert (seen.source, seen.registered_by, seen.has_email) == (Source.OFFICER, rina.id, False)
    assert seen.consent_version


def test_an_officer_asks_later_where_somebody_comes_from(world: World) -> None:
    """8.1, stories 18: registered in 20 seconds, completed before the visit ends; wrong words are refused."""
    rina = world.officer("rina")
    quick = read_guest({"name": "Siti", "need": "data sawit", "no_email": "ya", "consent": "ya"}, complete=False)
    visit = visits.register_visitor(world.kit, rina, quick)
    for category, institution in (("", ""), ("swasta", ""), ("<b>", "PT Contoh")):
        with pytest.raises(GuestRefused):
            visits.fill_in_origin(world.kit, rina, visit.id, category, institution)
    visits.fill_in_origin(world.kit, rina, visit.id, "swasta", " PT  Contoh ")
    seen = now_of(world.kit, visit).guest
    assert (seen.name, seen.institution_category, seen.institution) == ("Siti", "swasta", "PT Contoh")
    visits.cancel(world.kit, rina, visit.id)
    with pytest.raises(VisitMoved):
        visits.fill_in_origin(world.kit, rina, visit.id, "perorangan", "")


def test_serving_a_visitor_takes_no_chats(world: World) -> None:
    """Stories 6: starting a walk-in sets the officer to *melayani tamu*, ending it back to ready."""
    rina = world.officer("rina")
    presence.beat(world.kit, rina)
    visit = arrives(world.kit)
    visits.start(world.kit, rina, visit.id)
    assert availability(world.kit, rina.id) is Availability.VISITOR
    visits.end(world.kit, rina, visit.id, Category.DATA)
    assert availability(world.kit, rina.id) is Availability.READY


def test_two_visitors_at_once_keep_the_officer_busy(world: World) -> None:
    """Stories 6: ready again when the last of them has left."""
    rina = world.officer("rina")
    first, second = arrives(world.kit, "a"), arrives(world.kit, "b")
    visits.start(world.kit, rina, first.id)
    visits.start(world.kit, rina, second.id)
    visits.end(world.kit, rina, first.id, Category.DATA)
    assert availability(world.kit, rina.id) is Availability.VISITOR
    visits.end(world.kit, rina, second.id, Category.DATA)
    assert availability(world.kit, rina.id) is Availability.READY


def test_a_colleague_ends_a_forgotten_visit(world: World) -> None:
    """Stories 18: whoever forgot is ready for chats again, not the colleague who clicked."""
    rina, budi = world.officer("rina"), world.officer("budi")
    visit = arrives(world.kit)
    visits.start(world.kit, rina, visit.id)
    visits.end(world.kit, budi, visit.id, Category.METADATA)
    assert availability(world.kit, rina.id) is Availability.READY
    assert now_of(world.kit, visit).officer_id == rina.id


def test_a_visitor_is_served_by_one(world: World) -> None:
    """4.5: the second officer is told who was faster; pressing twice is no error; what has ended does not begin."""
    rina, budi = world.officer("rina"), world.officer("budi")
    visit = arrives(world.kit)
    visits.start(world.kit, rina, visit.id)
    visits.start(world.kit, rina, visit.id)
    with pytest.raises(VisitTaken) as held:
        visits.start(world.kit, budi, visit.id)
    assert held.value.by == "Rina"
    with pytest.raises(VisitMoved):
        visits.cancel(world.kit, rina, visit.id)
    visits.end(world.kit, rina, visit.id, Category.DATA)
    for again in (visits.start, visits.cancel):
        with pytest.raises(VisitMoved):
            again(world.kit, rina, visit.id)
    with pytest.raises(VisitMoved):
        visits.end(world.kit, rina, visit.id, Category.DATA)


def test_somebody_who_left_unserved_is_no_consultation(world: World) -> None:
    """4.8: *tidak jadi* is neither served nor a breach that grows for ever."""
    rina = world.officer("rina")
    visit = arrives(world.kit)
    world.clock.advance(300)
    visits.cancel(world.kit, rina, visit.id)
    world.clock.advance(3600)
    [row] = visit_views.board(world.kit, rina).rows
    assert (row.state, row.waited) == (VisitState.GONE, timedelta(minutes=5))


def test_the_clock_of_ten_minutes(world: World) -> None:
    """4.8: calm, warned from seven minutes, late beyond ten; it stops when an officer starts."""
    rina = world.officer("rina")
    world.clock.now = wib(world.kit, "2026-11-23 07:30")
    visit = arrives(world.kit)
    seen = []
    for moment in ("08:06", "08:09", "08:10"):
        world.clock.now = wib(world.kit, f"2026-11-23 {moment}")
        seen.append(visit_views.board(world.kit, rina).rows[0].urgency)
    world.clock.advance(1)
    seen.append(visit_views.board(world.kit, rina).rows[0].urgency)
    assert seen == [Urgency.CALM, Urgency.SOON, Urgency.SOON, Urgency.LATE]
    visits.start(world.kit, rina, visit.id)
    world.clock.advance(3600)
    assert visit_views.board(world.kit, rina).rows[0].waited == timedelta(minutes=10, seconds=1)


def test_the_day_ends_what_nobody_ended(world: World) -> None:
    """Stories 18: at 15.30, marked *perkiraan*; nothing before; a second run changes nothing."""
    rina = world.officer("rina")
    served, waiting = arrives(world.kit, "a"), arrives(world.kit, "b")
    visits.start(world.kit, rina, served.id)
    world.clock.now = wib(world.kit, "2026-11-23 15:29")
    assert visits.end_open_visits(world.kit) == 0
    world.clock.now = wib(world.kit, "2026-11-23 15:30")
    assert visits.end_open_visits(world.kit) == 2
    closing = wib(world.kit, "2026-11-23 15:30")
    first, second = now_of(world.kit, served), now_of(world.kit, waiting)
    assert (first.state, first.ended_at, first.ended_estimated) == (VisitState.DONE, closing, True)
    assert (second.state, second.ended_at, second.ended_estimated) == (VisitState.GONE, closing, True)
    assert availability(world.kit, rina.id) is Availability.READY
    world.clock.advance(60)
    assert visits.end_open_visits(world.kit) == 0
    assert now_of(world.kit, served) == first


def test_a_forgotten_visit_gets_its_category_afterwards(world: World) -> None:
    """Stories 8, 18: once, by any officer, and not when the month is locked; who left unserved has none."""
    rina = world.officer("rina")
    served, gone, late = (arrives(world.kit, f"form-{each}") for each in range(3))
    for visit in (served, late):
        visits.start(world.kit, rina, visit.id)
    world.clock.now = wib(world.kit, "2026-11-23 15:30")
    visits.end_open_visits(world.kit)
    assert {each.id for each in visit_views.board(world.kit, rina).uncategorised} == {served.id, late.id}
    visits.categorise(world.kit, world.officer("budi"), served.id, Category.DATA, "penduduk")
    assert (now_of(world.kit, served).category, now_of(world.kit, served).topic) == (Category.DATA, "penduduk")
    for visit in (served, gone):
        with pytest.raises(VisitMoved):
            visits.categorise(world.kit, rina, visit.id, Category.METADATA)
    world.clock.now = wib(world.kit, "2026-12-01 09:00")
    reports.lock(world.kit, world.officer("kepala", Role.PIMPINAN), Month(2026, 11))
    assert visit_views.board(world.kit, rina).uncategorised == ()
    with pytest.raises(MonthLocked):
        visits.categorise(world.kit, rina, late.id, Category.DATA)


def test_after_three_days_without_power_the_times_are_the_same(world: World) -> None:
    """Stories 14, 18: the visit ended on its own day, not when the server came back."""
    rina = world.officer("rina")
    visit = arrives(world.kit)
    visits.start(world.kit, rina, visit.id)
    world.clock.now = wib(world.kit, "2026-11-26 09:00")
    assert visits.end_open_visits(world.kit) == 1
    assert now_of(world.kit, visit).ended_at == wib(world.kit, "2026-11-23 15:30")


def test_a_late_visitor_is_not_ended_at_once(world: World) -> None:
    """Registered by an officer at 15.45, or on a Saturday: open until midnight."""
    rina = world.officer("rina")
    world.clock.now = wib(world.kit, "2026-11-23 15:45")
    visit = visits.register_visitor(world.kit, rina, guest())
    visits.start(world.kit, rina, visit.id)
    assert visits.end_open_visits(world.kit) == 0
    world.clock.now = wib(world.kit, "2026-11-24 00:00")
    assert visits.end_open_visits(world.kit) == 1
    assert now_of(world.kit, visit).ended_at == wib(world.kit, "2026-11-24 00:00")


def test_no_number_is_shown_when_nobody_is_before(world: World) -> None:
    """Stories 18: one officer on duty and no queue: go straight to the desk."""
    rina, budi = world.officer("rina"), world.officer("budi")
    presence.beat(world.kit, rina)
    first = arrives(world.kit, "a")
    assert not visit_views.needs_number(world.kit, first)
    assert visit_views.needs_number(world.kit, arrives(world.kit, "b"))
    visits.start(world.kit, rina, first.id)
    visits.end(world.kit, rina, first.id, Category.DATA)
    presence.beat(world.kit, budi)
    assert visit_views.needs_number(world.kit, first)  # two officers: which one is told by the number


def test_the_screen_shows_numbers_only(world: World) -> None:
    """Stories 18: the list of who is inside is not public."""
    rina = world.officer("rina")
    first = arrives(world.kit, "a")
    arrives(world.kit, "b")
    visits.start(world.kit, rina, first.id)
    shown = visit_views.screen(world.kit)
    assert (shown.served, shown.waiting) == ((1,), (2,))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PETUGAS])
def test_visits_are_for_officers(world: World, role: Role) -> None:
    """Design: the check stands in the use case; no other role sees or moves visitors."""
    other = world.officer("lain", role)
    visit = arrives(world.kit)
    for work in (
        lambda: visits.start(world.kit, other, visit.id),
        lambda: visits.end(world.kit, other, visit.id, Category.DATA),
        lambda: visits.cancel(world.kit, other, visit.id),
        lambda: visits.fill_in_origin(world.kit, other, visit.id, "perorangan", ""),
        lambda: visits.register_visitor(world.kit, other, guest()),
        lambda: visit_views.board(world.kit, other),
    ):
        with pytest.raises(PermissionRefused):
            work()
    assert now_of(world.kit, visit).state is VisitState.WAITING


def test_what_is_not_there_is_unknown(world: World) -> None:
    """A made-up id, and a topic that is no topic."""
    rina = world.officer("rina")
    with pytest.raises(VisitUnknown):
        visits.start(world.kit, rina, "no-such")
    visit = arrives(world.kit)
    visits.start(world.kit, rina, visit.id)
    with pytest.raises(InputRefused):
        visits.end(world.kit, rina, visit.id, Category.DATA, "x" * 200)
