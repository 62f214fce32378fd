"""Visits under races, on both databases."""

from bot.core.errors import VisitTaken
from bot.core.visits import Source
from bot.services import visits
from bot.services.kit import Kit
from tests.store.test_store import at_once
from tests.visitors import arrives, guest
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
    assert sorted(type(result).__name__ for result in results) == [VisitTaken.__name__, "NoneType"]


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
