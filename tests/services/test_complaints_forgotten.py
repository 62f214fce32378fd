"""What came with a complaint goes with it: evidence, notes and bytes (service_rules 12.4, stories 15)."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Actor, Role
from bot.core.complaints import ComplaintState
from bot.core.conversations import Address
from bot.core.messages import Incoming, Kind, MediaRef
from bot.services import complaints, erasure, files, retention
from bot.services.receive import receive
from bot.store.form_tables import complaint, complaint_file, complaint_note
from tests.fakes import FakeFiles
from tests.services.test_privacy import NoLedger, NoSpool
from tests.world import World

PERSON = Address(channel="fake", kind="user", value="p-1")
STORY = "Loket tutup padahal masih jam layanan, saya Zulkarnaen menunggu"


@pytest.fixture
def head(world: World) -> Actor:
    return world.officer("kepala", Role.PENGADUAN)


def filed(world: World) -> str:
    """A complaint with a picture; the id."""
    for key, text in (("m-1", "pengaduan"), ("m-2", STORY)):
        receive(world.kit, [Incoming(address=PERSON, external_id=key, text=text)])
    picture = MediaRef(provider_id="9", mime="image/png")
    receive(world.kit, [Incoming(address=PERSON, external_id="m-3", text="", kind=Kind.IMAGE, media=picture)])
    (wanted,) = files.wanted(world.kit)
    files.keep(world.kit, wanted, b"bytes")
    receive(world.kit, [Incoming(address=PERSON, external_id="m-4", text="Zulkarnaen")])
    with world.kit.uow.read() as uow:
        return uow.complaints.all(1)[0].id


def erased(world: World, complaint_id: str) -> None:
    with world.kit.uow.read() as uow:
        found = uow.complaints.get(complaint_id)
        assert found is not None
        assert found.conversation_id is not None
        conversation = uow.conversations.get(found.conversation_id)
        assert conversation is not None
    erasure.erase(world.kit, conversation.contact_id, NoSpool(), NoLedger())


def left_of(world: World, engine: Engine) -> tuple[int, int, int]:
    """How many notes, files and bytes are stored."""
    assert isinstance(world.kit.files, FakeFiles)
    with engine.connect() as connection:
        notes, evidence = (len(connection.execute(select(each)).all()) for each in (complaint_note, complaint_file))
    return notes, evidence, len(world.kit.files.kept)


def test_closing_after_an_erasure_leaves_nothing(world: World, head: Actor, engine: Engine) -> None:
    """rule 12.4, stories 15: it stays until it is closed, and then goes with notes, evidence and bytes."""
    complaint_id = filed(world)
    erased(world, complaint_id)
    complaints.add_note(world.kit, head, complaint_id, "Sudah bicara dengan Zulkarnaen")
    assert left_of(world, engine) == (1, 1, 1)
    complaints.change_state(world.kit, head, complaint_id, ComplaintState.DONE, "sudah dibenahi")
    assert left_of(world, engine) == (0, 0, 0)
    with world.kit.uow.read() as uow:
        found = uow.complaints.get(complaint_id)
    assert found is not None
    assert (found.story, found.name, found.conversation_id) == ("", None, None)


def test_what_was_left_of_an_emptied_complaint_is_found_at_night(world: World, head: Actor, engine: Engine) -> None:
    """rule 12.4: a note added after the closing, and what an older version left, wait for no year."""
    complaint_id = filed(world)
    complaints.change_state(world.kit, head, complaint_id, ComplaintState.DONE, "sudah dibenahi")
    complaints.add_note(world.kit, head, complaint_id, "Zulkarnaen menelepon lagi")
    with engine.begin() as connection:
        connection.execute(complaint.update().values(story="", name=None, conversation_id=None))
    assert retention.purge_old(world.kit) > 0
    assert retention.purge_old(world.kit) == 0
    assert left_of(world, engine) == (0, 0, 0)


def test_a_year_after_closing_everything_goes(world: World, head: Actor, engine: Engine) -> None:
    """rule 12.4: closed complaints a year, with all that came with them; an open one stays."""
    complaint_id = filed(world)
    complaints.add_note(world.kit, head, complaint_id, "ditindaklanjuti")
    world.clock.now += timedelta(days=400)
    retention.purge_old(world.kit)
    assert left_of(world, engine) == (1, 1, 1)
    complaints.change_state(world.kit, head, complaint_id, ComplaintState.DONE, "sudah dibenahi")
    world.clock.now += timedelta(days=366)
    assert retention.purge_old(world.kit) > 0
    assert retention.purge_old(world.kit) == 0
    assert left_of(world, engine) == (0, 0, 0)
