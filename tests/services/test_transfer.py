"""A conversation changes its officer: transfer, *Ambil alih*, automatic assignment; never held by nobody."""

from datetime import UTC, datetime

import pytest

from bot.core.accounts import Actor, Role
from bot.core.conversations import State
from bot.core.desk_settings import Switches
from bot.core.errors import InputRefused, NotHolder, NotReachable, NotWaiting, PermissionRefused, StillServed
from bot.core.notes import NoteKind
from bot.core.presence import Availability
from bot.services import accounts, assigning, desk, desk_queue, desk_views, officers, presence, service_day, transfer
from bot.services.officers import Standing
from tests.fakes import reply, wants_officer
from tests.world import World


@pytest.fixture
def held(world: World) -> World:
    """Siti holds a conversation."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("mau bicara petugas")
    world.turn()
    return world


def holder_of(world: World) -> str | None:
    return world.conversation.holder_id


def two(world: World) -> tuple[Actor, Actor]:
    """Siti, who holds the conversation, and Budi; both are connected."""
    siti, budi = world.officer("siti"), world.officer("budi")
    for officer in (siti, budi):
        presence.beat(world.kit, officer)
    desk.take(world.kit, siti, world.session.conversation_id)
    return siti, budi


def test_a_transfer_leaves_its_reason(held: World) -> None:
    """Peers row 54: the colleague holds it at once and reads why; the person's place and number stay."""
    siti, budi = two(held)
    where, fence = held.session.conversation_id, held.conversation.fence
    transfer.transfer(held.kit, siti, where, budi.id, "soal KBLI, Budi lebih tahu")
    assert (holder_of(held), held.conversation.state) == (budi.id, State.OFFICER)
    assert held.conversation.fence > fence
    [note] = desk_views.transcript(held.kit, budi, where).notes
    assert (note.kind, note.text, note.author_id, note.about_id) == (
        NoteKind.TRANSFER,
        "soal KBLI, Budi lebih tahu",
        siti.id,
        budi.id,
    )
    with pytest.raises(NotHolder):
        desk.reply(held.kit, siti, where, "halo", "k")
    desk.reply(held.kit, budi, where, "Saya Budi", "k")


def test_a_transfer_to_somebody_who_is_away_is_refused(held: World) -> None:
    """Peers c21: nobody is given to somebody who is not there; the conversation stays where it is."""
    siti, budi = two(held)
    where = held.session.conversation_id

    def refused(officer_id: str) -> None:
        with pytest.raises(NotReachable):
            transfer.transfer(held.kit, siti, where, officer_id, "tolong")
        assert holder_of(held) == siti.id

    refused(siti.id)
    refused("tidak-ada")
    refused(held.officer("kepala", Role.PIMPINAN).id)
    presence.set_availability(held.kit, budi, Availability.VISITOR)
    refused(budi.id)
    presence.set_availability(held.kit, budi, Availability.READY)
    held.clock.advance(61)
    presence.beat(held.kit, siti)
    refused(budi.id)
    presence.beat(held.kit, budi)
    presence.mark_absent(held.kit, siti, budi.id)
    refused(budi.id)


def test_only_the_holder_transfers_and_with_a_reason(held: World) -> None:
    """A reason is required; a colleague cannot give away what is not theirs."""
    siti, budi = two(held)
    where = held.session.conversation_id
    with pytest.raises(NotHolder):
        transfer.transfer(held.kit, budi, where, siti.id, "ambil saja")
    with pytest.raises(InputRefused, match="kosong"):
        transfer.transfer(held.kit, siti, where, budi.id, "  ")
    head = held.officer("kepala", Role.PIMPINAN)
    for act in (
        lambda: transfer.transfer(held.kit, head, where, budi.id, "x"),
        lambda: transfer.take_over(held.kit, head, where),
        lambda: officers.officers(held.kit, head),
    ):
        with pytest.raises(PermissionRefused):
            act()


def test_take_over_after_fifteen_working_minutes_away(held: World) -> None:
    """stories 6: its officer is offline for 15 working minutes while the citizen waits."""
    siti, budi = two(held)
    where = held.session.conversation_id
    held.clock.advance(14 * 60 + 59)
    with pytest.raises(StillServed):
        transfer.take_over(held.kit, budi, where)
    [row] = desk_queue.queue(held.kit, budi)
    assert not row.may_take_over
    held.clock.advance(1)
    [row] = desk_queue.queue(held.kit, budi)
    assert row.may_take_over
    transfer.take_over(held.kit, budi, where)
    transfer.take_over(held.kit, budi, where)  # a double click is no error
    assert holder_of(held) == budi.id
    [note] = desk_views.transcript(held.kit, budi, where).notes
    assert (note.kind, note.about_id) == (NoteKind.TAKE_OVER, siti.id)


def test_a_locked_screen_does_not_keep_what_its_officer_holds(held: World) -> None:
    """stories 6: a locked screen shows that the office is connected, and serves nobody."""
    siti, budi = two(held)
    held.clock.advance(15 * 60)
    presence.keep_open(held.kit, siti)
    transfer.take_over(held.kit, budi, held.session.conversation_id)
    assert holder_of(held) == budi.id


def test_the_night_does_not_count_as_away(held: World) -> None:
    """Working time: who went home at 15.25 is not away before the office has been open for ten more minutes."""
    held.clock.now = datetime(2026, 11, 23, 8, 25, tzinfo=UTC)  # 15.25 WIB
    _, budi = two(held)
    held.clock.now = datetime(2026, 11, 24, 1, 9, tzinfo=UTC)  # 08.09
    with pytest.raises(StillServed):
        transfer.take_over(held.kit, budi, held.session.conversation_id)
    held.clock.now = datetime(2026, 11, 24, 1, 10, tzinfo=UTC)
    transfer.take_over(held.kit, budi, held.session.conversation_id)


def test_nobody_takes_over_from_somebody_who_is_there_or_owes_nothing(held: World) -> None:
    """stories 6: only while the citizen waits; an answered person is in good hands."""
    siti, budi = two(held)
    where = held.session.conversation_id
    desk.mark(held.kit, siti, where, answered=True)
    held.clock.advance(3600)
    with pytest.raises(StillServed):
        transfer.take_over(held.kit, budi, where)
    held.say("masih ada satu")
    presence.beat(held.kit, siti)
    with pytest.raises(StillServed):
        transfer.take_over(held.kit, budi, where)
    other = held.another()
    with pytest.raises(NotWaiting):
        transfer.take_over(held.kit, budi, other.conversation_id)


def test_who_is_not_in_today_holds_nobody(held: World) -> None:
    """stories 6: taken by somebody marked *tidak masuk*, it may be taken over at once."""
    siti, budi = two(held)
    where = held.session.conversation_id
    presence.mark_absent(held.kit, budi, siti.id)
    desk.take(held.kit, siti, where)
    transfer.take_over(held.kit, budi, where)
    assert holder_of(held) == budi.id


def test_the_bar_tells_who_is_there(held: World) -> None:
    """stories 6: connected, melayani tamu, tidak masuk; with how many conversations each holds."""
    siti, budi = two(held)
    held.officer("kepala", Role.PIMPINAN)
    rina = held.officer("rina")
    presence.set_availability(held.kit, budi, Availability.VISITOR)

    def bar() -> list[tuple[str, Standing, int]]:
        rows = officers.officers(held.kit, siti)
        return [(row.name, row.standing, row.held) for row in rows if row.name != "Admin"]

    assert bar() == [("Budi", Standing.VISITOR, 0), ("Rina", Standing.AWAY, 0), ("Siti", Standing.READY, 1)]
    presence.mark_absent(held.kit, siti, rina.id)
    assert bar()[1] == ("Rina", Standing.ABSENT, 0)


def switch_on(world: World) -> Actor:
    """The office wants conversations to be assigned (stories 25); gives the admin who said so."""
    admin = accounts.authenticate(world.kit, accounts.log_in(world.kit, "admin", "sandi-admin-1", "ip"))
    service_day.set_switches(world.kit, admin, Switches(automatic_assignment=True))
    return admin


def test_assignment_goes_to_the_least_loaded_who_is_there(held: World) -> None:
    """Peers row 43: fewest conversations first, and never to somebody who is away."""
    siti, _ = two(held)
    held.officer("rina")  # not connected
    for _ in range(3):
        held.say("petugas", held.another())
    held.turn()
    assert assigning.assign(held.kit) == 0  # siapa cepat is the default
    switch_on(held)
    assert assigning.assign(held.kit) == 3
    counts = {row.name: row.held for row in officers.officers(held.kit, siti)}
    assert counts == {"Admin": 0, "Budi": 2, "Rina": 0, "Siti": 2}
    assert assigning.assign(held.kit) == 0


def test_assignment_keeps_to_the_roster_and_the_hours(held: World) -> None:
    """Only who is on duty, only while the office is open; else everybody keeps waiting in place."""
    siti, budi = two(held)
    other = held.another()
    held.say("petugas", other)
    held.turn()
    admin = switch_on(held)
    rina = held.officer("rina")  # not connected
    service_day.set_roster(held.kit, admin, {"senin": [rina.id]})
    assert assigning.assign(held.kit) == 0
    service_day.set_roster(held.kit, admin, {"senin": [siti.id, budi.id]})
    held.clock.now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)  # 15.30 WIB
    presence.beat(held.kit, budi)
    assert assigning.assign(held.kit) == 0
    held.clock.now = datetime(2026, 11, 23, 8, 29, 59, tzinfo=UTC)
    assert assigning.assign(held.kit) == 1
    [_, row] = desk_queue.queue(held.kit, siti)
    assert row.holder_id == budi.id
