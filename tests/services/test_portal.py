"""The portal register (service_rules 5, stories 24a)."""

from datetime import datetime, timedelta

import pytest

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category, ClosingReason
from bot.core.errors import InputRefused, MonthLocked, PermissionRefused, PortalCaseUnknown, PortalNumberTaken
from bot.core.portal import PortalCase, PortalEvent
from bot.core.reports.month import Month
from bot.core.visits import Urgency
from bot.services import audit, portal, portal_amending, reports
from bot.services.portal import PortalRow
from tests.visitors import wib
from tests.world import World


def at(world: World, words: str) -> datetime:
    return wib(world.kit, f"2026-11-{words}")


def entered(world: World, actor: Actor, number: str = "S-1", submitted: str = "23 09:00") -> PortalCase:
    return portal.enter(world.kit, actor, number, Category.DATA, at(world, submitted))


def only(world: World, actor: Actor) -> PortalRow:
    [row] = portal.register(world.kit, actor).open
    return row


def test_a_case_from_entry_to_closing(world: World) -> None:
    """5.1-5.3, S:14: the promise, the answer, the silence, the rating."""
    rina = world.officer("rina")
    case = entered(world, rina)
    assert only(world, rina).deadline == at(world, "26 15:30")
    world.clock.now = at(world, "24 11:00")
    portal.note(world.kit, rina, case.id, PortalEvent.ANSWERED, at(world, "24 10:00"))
    row = only(world, rina)
    assert (row.owes, row.late, row.closes_at) == (False, False, at(world, "27 15:30"))
    portal.close(world.kit, rina, case.id, ClosingReason.SELESAI, at(world, "24 11:00"), portal_rating=5)
    register = portal.register(world.kit, rina)
    assert register.open == ()
    [closed] = register.closed
    assert (closed.case.portal_rating, closed.case.closing_reason) == (5, ClosingReason.SELESAI)


def test_only_the_portal_closes(world: World) -> None:
    """service_rules 7.5, 1.6: past its closing date the case stays open here until an officer copies that it closed."""
    rina = world.officer("rina")
    case = entered(world, rina)
    portal.note(world.kit, rina, case.id, PortalEvent.ANSWERED, world.clock.now)
    world.clock.now += timedelta(days=14)
    row = only(world, rina)
    assert row.closes_at is not None
    assert row.closes_at < world.clock.now
    assert (row.case.closed_at, row.case.closing_reason) == (None, None)


def test_the_user_starts_the_closing_again(world: World) -> None:
    """5.3, stories 24a: the dates of both sides are kept, in whatever order they are copied."""
    rina = world.officer("rina")
    case = entered(world, rina)
    world.clock.now = at(world, "25 12:00")
    portal.note(world.kit, rina, case.id, PortalEvent.USER_WROTE, at(world, "25 11:00"))
    portal.note(world.kit, rina, case.id, PortalEvent.ANSWERED, at(world, "24 10:00"))
    row = only(world, rina)
    assert (row.closes_at, row.owes) == (at(world, "30 15:30"), True)


def test_a_holding_word_is_no_answer(world: World) -> None:
    """5.2: *petugas menulis* leaves the clock running; the first answer stays the first."""
    rina = world.officer("rina")
    case = entered(world, rina)
    world.clock.now = at(world, "27 09:00")
    portal.note(world.kit, rina, case.id, PortalEvent.OFFICER_WROTE, at(world, "23 10:00"))
    assert (only(world, rina).late, only(world, rina).urgency) == (True, Urgency.LATE)
    portal.note(world.kit, rina, case.id, PortalEvent.ANSWERED, at(world, "26 15:00"))
    portal.note(world.kit, rina, case.id, PortalEvent.ANSWERED, at(world, "27 08:30"))
    row = only(world, rina)
    assert (row.late, row.case.first_answer_at) == (False, at(world, "26 15:00"))


def test_the_nearest_date_stands_first(world: World) -> None:
    """Issue 4: sorted by deadline, whatever the order of entry."""
    rina = world.officer("rina")
    world.clock.now = at(world, "25 09:00")
    for number, submitted in (("C", "24 16:00"), ("A", "23 09:00"), ("B", "24 09:00")):
        entered(world, rina, number, submitted)
    assert [row.case.number for row in portal.register(world.kit, rina).open] == ["A", "B", "C"]


def test_a_number_stands_once(world: World) -> None:
    """Two officers copying the same case are told."""
    rina = world.officer("rina")
    entered(world, rina)
    with pytest.raises(PortalNumberTaken):
        entered(world, rina, "  S-1 ")


HOSTILE = [
    pytest.param("", "23 09:00", "nomor", id="no number"),
    pytest.param("x" * 10_000, "23 09:00", "nomor", id="a long number"),
    pytest.param("\u202e\x00", "23 09:00", "nomor", id="nothing visible"),
    pytest.param("S-1", "24 09:00", "waktu", id="tomorrow"),
]


@pytest.mark.parametrize(("number", "submitted", "code"), HOSTILE)
def test_wrong_entries_are_refused(world: World, number: str, submitted: str, code: str) -> None:
    """Bad input is refused with its reason and nothing is stored."""
    rina = world.officer("rina")
    with pytest.raises(InputRefused, match=code):
        entered(world, rina, number, submitted)
    assert portal.register(world.kit, rina).open == ()


def test_silence_closes_only_after_an_answer(world: World) -> None:
    """7.6, stories 1: `tidak_merespon_3hk` never blames a user to whom the office owes."""
    rina = world.officer("rina")
    case = entered(world, rina)
    world.clock.now = at(world, "30 09:00")

    def close(reason: ClosingReason, moment: str = "30 08:30", rating: int | None = None) -> None:
        portal.close(world.kit, rina, case.id, reason, at(world, moment), rating)

    with pytest.raises(InputRefused, match="alasan"):
        close(ClosingReason.TIDAK_MERESPON_3HK)
    portal.note(world.kit, rina, case.id, PortalEvent.ANSWERED, at(world, "24 10:00"))
    with pytest.raises(InputRefused, match="alasan"):
        close(ClosingReason.SPAM)
    with pytest.raises(InputRefused, match="waktu"):
        close(ClosingReason.SELESAI, "24 09:00")
    with pytest.raises(InputRefused, match="nilai"):
        close(ClosingReason.SELESAI, rating=6)
    close(ClosingReason.TIDAK_MERESPON_3HK)
    with pytest.raises(PortalCaseUnknown):
        close(ClosingReason.SELESAI)


def test_a_message_is_neither_before_the_case_nor_in_the_future(world: World) -> None:
    """A slip of the finger does not stop a clock."""
    rina = world.officer("rina")
    case = entered(world, rina)
    for moment in ("22 09:00", "23 10:01"):
        with pytest.raises(InputRefused, match="waktu"):
            portal.note(world.kit, rina, case.id, PortalEvent.ANSWERED, at(world, moment))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PETUGAS])
def test_the_register_is_for_officers(world: World, role: Role) -> None:
    """Design: the check stands in the use case."""
    case, other = entered(world, world.officer("rina")), world.officer("lain", role)
    for work in (
        lambda: entered(world, other, "S-2"),
        lambda: portal.note(world.kit, other, case.id, PortalEvent.ANSWERED, world.clock.now),
        lambda: portal.close(world.kit, other, case.id, ClosingReason.SELESAI, world.clock.now),
        lambda: portal.register(world.kit, other),
    ):
        with pytest.raises(PermissionRefused):
            work()


def test_a_mistyped_case_is_mended(world: World) -> None:
    """Stories 8: number, category, topic and time follow in list and report; what happened since stays after it."""
    rina = world.officer("rina")
    case, other = entered(world, rina, "S-1l"), entered(world, rina, "S-2")
    world.clock.now = at(world, "24 11:00")
    portal.note(world.kit, rina, case.id, PortalEvent.ANSWERED, at(world, "24 10:00"))
    portal_amending.amend(world.kit, rina, case.id, "S-11", Category.METADATA, at(world, "23 08:30"), "konsep")
    row = next(row for row in portal.register(world.kit, rina).open if row.case.id == case.id)
    assert (row.case.number, row.case.category, row.case.topic) == ("S-11", Category.METADATA, "konsep")
    assert row.case.submitted_at == at(world, "23 08:30")
    with pytest.raises(PortalNumberTaken):
        portal_amending.amend(world.kit, rina, case.id, other.number, Category.DATA, at(world, "23 08:30"))
    with pytest.raises(InputRefused, match="waktu"):
        portal_amending.amend(world.kit, rina, case.id, "S-11", Category.DATA, at(world, "24 10:30"))


def test_a_wrong_case_is_taken_back_and_counts_nowhere(world: World) -> None:
    """Stories 8: *salah catat*, recorded; its number may be entered rightly."""
    rina, head = world.officer("rina"), world.officer("kepala", Role.PIMPINAN)
    case = entered(world, rina)
    portal_amending.withdraw(world.kit, rina, case.id)
    assert portal.register(world.kit, rina).open == ()
    assert "portal 0" in reports.see(world.kit, head, Month(2026, 11)).report.sentence
    with pytest.raises(PortalCaseUnknown):
        portal.note(world.kit, rina, case.id, PortalEvent.ANSWERED, world.clock.now)
    with pytest.raises(PortalCaseUnknown):
        portal_amending.withdraw(world.kit, rina, case.id)
    entered(world, rina)
    assert len(audit.trail(world.kit, head, action="portal.withdrawn")) == 1


def test_a_locked_month_keeps_its_cases(world: World) -> None:
    """Stories 8: neither mended nor taken back, nor moved into it."""
    rina, head = world.officer("rina"), world.officer("kepala", Role.PIMPINAN)
    case = entered(world, rina)
    world.clock.now = wib(world.kit, "2026-12-02 09:00")
    later = portal.enter(world.kit, rina, "S-9", Category.DATA, world.clock.now)
    reports.lock(world.kit, head, Month(2026, 11))
    with pytest.raises(MonthLocked):
        portal_amending.withdraw(world.kit, rina, case.id)
    for each in (case, later):
        with pytest.raises(MonthLocked):
            portal_amending.amend(world.kit, rina, each.id, each.number, Category.DATA, case.submitted_at)
