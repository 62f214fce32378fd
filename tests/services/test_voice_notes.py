"""The officer's summary of a voice note lives and dies with it (stories 16)."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Actor, Role
from bot.core.errors import InputRefused, NotFound, NotHolder, TooLong
from bot.core.messages import Incoming, Kind, StoredFile
from bot.services import desk, desk_history, desk_views, files, privacy, retention, voice_notes
from bot.services.receive import receive
from bot.store.tables import metadata
from tests.services.test_files import ADDRESS, VOICE, to_the_desk
from tests.world import World

SAID = "Kepala desa menanyakan jumlah penduduk desanya tahun 2023."


@pytest.fixture
def voice(world: World) -> StoredFile:
    """A voice note that came to the desk, and can be heard."""
    kept = sent(world, Kind.VOICE)
    to_the_desk(world.kit, kept.conversation_id)
    return kept


def sent(world: World, kind: Kind) -> StoredFile:
    message = Incoming(address=ADDRESS, external_id=kind.value, text="", kind=kind, media=VOICE)
    receive(world.kit, [message])
    [wanted] = files.wanted(world.kit)
    files.keep(world.kit, wanted, b"suara")
    return wanted


@pytest.fixture
def holder(world: World, voice: StoredFile) -> Actor:
    """Who holds the conversation."""
    actor = world.officer("rina")
    desk.take(world.kit, actor, voice.conversation_id)
    return actor


def summary(world: World, actor: Actor, voice: StoredFile) -> str | None:
    seen = desk_views.transcript(world.kit, actor, voice.conversation_id)
    return seen.summaries.get(voice.id)


def test_the_holder_writes_what_was_said_and_every_officer_reads_it(
    world: World, voice: StoredFile, holder: Actor
) -> None:
    """Stories 16: stored with the note, corrected or taken away by who holds it, found by the search in Riwayat."""
    colleague = world.officer("dina")
    voice_notes.summarise(world.kit, holder, voice.id, f"  {SAID} ")
    assert summary(world, colleague, voice) == SAID
    assert [row.conversation_id for row in desk_history.history(world.kit, colleague, query="desanya").rows] == [
        voice.conversation_id
    ]
    with pytest.raises(NotHolder):
        voice_notes.summarise(world.kit, colleague, voice.id, "lain")
    voice_notes.summarise(world.kit, holder, voice.id, "")
    assert summary(world, colleague, voice) is None


def test_nobody_outside_and_no_trail_reads_it(world: World, voice: StoredFile, holder: Actor, engine: Engine) -> None:
    """Stories 15: it stands in one place only; the trail says that it was written, not what."""
    voice_notes.summarise(world.kit, holder, voice.id, SAID)
    with engine.connect() as connection:
        holding = [
            table.name for table in metadata.sorted_tables if SAID in repr(connection.execute(select(table)).all())
        ]
    assert holding == ["file"]


def test_only_what_can_be_heard_has_one(world: World, holder: Actor, voice: StoredFile) -> None:
    """Stories 16: a picture has a caption; limits and the NIK are as everywhere (rule 2.2)."""
    for file_id in ("tidak-ada", sent(world, Kind.IMAGE).id):
        with pytest.raises(NotFound):
            voice_notes.summarise(world.kit, holder, file_id, SAID)
    with pytest.raises(TooLong):
        voice_notes.summarise(world.kit, holder, voice.id, "a" * 2_001)
    with pytest.raises(InputRefused, match="nik"):
        voice_notes.summarise(world.kit, holder, voice.id, "NIK 6208011234567890")


def test_it_is_the_persons_data(world: World, voice: StoredFile, holder: Actor) -> None:
    """Rule 12.3: it is in the copy of one's data, and goes with the note after 90 days or at the person's wish."""
    voice_notes.summarise(world.kit, holder, voice.id, SAID)
    with world.kit.uow.read() as uow:
        conversation = uow.conversations.get(voice.conversation_id)
    assert conversation is not None
    admin = world.officer("ani", Role.ADMIN)
    copy = privacy.export_person(world.kit, admin, conversation.contact_id)
    assert SAID in repr(copy["berkas"])
    world.clock.now += timedelta(days=91)
    retention.purge_old(world.kit)
    with world.kit.uow.read() as uow:
        assert uow.files.get(voice.id) is None
        assert uow.files.summaries(voice.conversation_id) == {}
