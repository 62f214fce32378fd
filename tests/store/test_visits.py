"""Visits under races, on both databases."""

from collections.abc import Sequence

from bot.core.accounts import Actor
from bot.core.consultations import Category
from bot.core.errors import VisitMoved, VisitTaken
from bot.core.presence import Availability
from bot.core.visits import Source
from bot.services import visits
from bot.services.kit import Kit
from tests.store.test_store import at_once
from tests.visitors import arrives, guest, wib
from tests.world import World


def test_numbers_drawn_at_once_differ(kit: Kit) -> None:
    """Stories 18: two visitors at two phones have two numbers, without gaps."""
    drawn = at_once(*[lambda n=n: arrives(kit, f"form-{n}").number for n in range(6)])
    assert sorted(drawn) == [1, 2, 3, 4, 5, 6]


def test_a_form_sent_twice_at_once_is_one_visit(kit: Kit) -> None:
    """Stories 18: two presses that overlap draw one number, and the next visitor has the next one."""
    drawn = at_once(*[lambda: arrives(kit)] * 4)
    assert len({visit.id for visit in drawn}) == 1
    assert arrives(kit, "another").number == 2


def test_two_officers_starting_at_once_one_has_the_visitor(world: World) -> None:
    """4.5: nobody is called to two desks."""
    rina, budi = world.officer("rina"), world.officer("budi")
    visit = arrives(world.kit)
    results = at_once(*[lambda who=who: visits.start(world.kit, who, visit.id) for who in (rina, budi)])
    assert sorted(type(result).__name__ for result in results) == ["NoneType", VisitTaken.__name__]


def test_visits_ended_at_once_block_nobody(world: World) -> None:
    """Stories 6: two officers end their visits at the same moment; both are done, both take chats again."""
    officers = [world.officer("rina"), world.officer("budi")]
    pairs = [(who, arrives(world.kit, who.id)) for who in officers]
    for who, visit in pairs:
        visits.start(world.kit, who, visit.id)
    ended = at_once(*[lambda p=p: visits.end(world.kit, p[0], p[1].id, Category.DATA) for p in pairs])
    assert ended == [None, None]
    assert availabilities(world.kit, officers) == [Availability.READY] * 2


def test_two_visits_of_one_officer_ended_at_once_free_the_officer(world: World) -> None:
    """Stories 6: neither of two overlapping ends takes the other one for still being served."""
    rina, budi = world.officer("rina"), world.officer("budi")
    served = [arrives(world.kit, "a"), arrives(world.kit, "b")]
    for visit in served:
        visits.start(world.kit, rina, visit.id)
    pairs = list(zip((rina, budi), served, strict=True))
    ended = at_once(*[lambda p=p: visits.end(world.kit, p[0], p[1].id, Category.DATA) for p in pairs])
    assert ended == [None, None]
    assert availabilities(world.kit, [rina]) == [Availability.READY]


def test_the_clock_and_an_officer_end_the_same_visit(world: World) -> None:
    """Stories 18: at 15.30 exactly, one of them is first, and nothing breaks."""
    rina = world.officer("rina")
    visit = arrives(world.kit)
    visits.start(world.kit, rina, visit.id)
    world.clock.now = wib(world.kit, "2026-11-23 15:30")
    results = at_once(
        lambda: visits.end(world.kit, rina, visit.id, Category.DATA), lambda: visits.end_open_visits(world.kit)
    )
    assert sorted(type(result).__name__ for result in results) in (["NoneType", "int"], ["VisitMoved", "int"])
    with world.kit.uow.read() as uow:
        stored = uow.visits.get(visit.id)
    assert stored is not None
    assert stored.ended_estimated == isinstance(results[0], VisitMoved)


def availabilities(kit: Kit, officers: Sequence[Actor]) -> list[Availability]:
    with kit.uow.read() as uow:
        return [uow.presences.get(who.id).availability for who in officers]


def test_everything_comes_back_as_it_was_stored(kit: Kit) -> None:
    """Every column of the guest book, through both databases."""
    full = guest(
        phone="080000000001",
        institution_category="pendidikan",
        institution="Kampus Contoh",
        purpose="penelitian",
        sex="p",
        age_group="26-34",
        education="s1",
        occupation="peneliti",
    )
    visit = visits.draw_number(kit, full, source=Source.TABLET, form_key="f")
    with kit.uow.read() as uow:
        assert uow.visits.get(visit.id) == visit
