"""People's files: fetched, refused or given up, and shown only to whom they concern."""

from datetime import timedelta

import pytest

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category, Need
from bot.core.conversations import Address
from bot.core.errors import NotFound, PermissionRefused
from bot.core.messages import FileState, Incoming, Kind, MediaRef, StoredFile
from bot.core.turns import RequestOfficer
from bot.services import files
from bot.services.handoff import hand_over
from bot.services.kit import Kit
from bot.services.receive import receive
from tests.fakes import FakeClock, FakeFiles

PETUGAS = Actor(id="p", username="rina", name="Rina", roles=frozenset({Role.PETUGAS}))
ADDRESS = Address(channel="whatsapp", kind="wa_id", value="620000000001")
VOICE = MediaRef(provider_id="handle-1", mime="audio/ogg")


@pytest.fixture
def wanted(kit: Kit) -> StoredFile:
    """A voice note has come."""
    receive(kit, [Incoming(address=ADDRESS, external_id="m1", text="", kind=Kind.VOICE, media=VOICE)])
    [found] = files.wanted(kit)
    return found


def stored(kit: Kit, file_id: str) -> StoredFile:
    with kit.uow.read() as uow:
        found = uow.files.get(file_id)
    assert found is not None
    return found


def to_the_desk(kit: Kit, conversation_id: str) -> None:
    with kit.uow() as uow:
        conversation = uow.conversations.get(conversation_id, lock=True)
        assert conversation is not None
        request = RequestOfficer(question="tolong", category=Category.LAYANAN, need=Need())
        changed, _ = hand_over(uow, kit, conversation, request, kit.clock())
        uow.conversations.save(changed)
        uow.commit()


def test_bytes_are_kept_before_the_file_counts_as_stored(kit: Kit, wanted: StoredFile) -> None:
    """stories 16: the officer hears what was sent; nothing is called stored that is not on disk."""
    files.keep(kit, wanted, b"suara")
    assert isinstance(kit.files, FakeFiles)
    assert kit.files.kept == {wanted.id: b"suara"}
    assert stored(kit, wanted.id).state is FileState.STORED
    assert files.wanted(kit) == []


def test_another_worker_looks_only_after_five_minutes(kit: Kit, clock: FakeClock, wanted: StoredFile) -> None:
    """Fetched once by many workers, and again if the first one died."""
    clock.advance(files.FETCH_LEASE.total_seconds() - 1)
    assert files.wanted(kit) == []
    clock.advance(1)
    assert [again.id for again in files.wanted(kit)] == [wanted.id]


def test_a_refused_file_is_not_asked_for_again(kit: Kit, clock: FakeClock, wanted: StoredFile) -> None:
    """Issue 3, point 6: too big, of another type: the reason stays for the officer."""
    files.refuse(kit, wanted, "too_big")
    assert (stored(kit, wanted.id).state, stored(kit, wanted.id).reason) == (FileState.REFUSED, "too_big")
    clock.advance(86_400)
    assert files.wanted(kit) == []


def test_a_provider_that_is_away_is_asked_later_and_in_the_end_given_up(
    kit: Kit, clock: FakeClock, wanted: StoredFile
) -> None:
    """Growing pauses, then a reason: never a loop without end."""
    pauses = []
    found = [wanted]
    while found:
        files.postpone(kit, found[0])
        before, found = clock.now, []
        while stored(kit, wanted.id).state is FileState.WANTED and not (found := files.wanted(kit)):
            clock.advance(1)
        pauses.append((clock.now - before).total_seconds())
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 0]
    assert (stored(kit, wanted.id).state, stored(kit, wanted.id).reason) == (FileState.REFUSED, "unreachable")


def test_an_officer_opens_what_has_come_to_the_desk(kit: Kit, wanted: StoredFile) -> None:
    """stories 16: the ticket holds the media; without a ticket nobody at the office looks into a chat."""
    files.keep(kit, wanted, b"suara")
    with pytest.raises(NotFound):
        files.for_officer(kit, PETUGAS, wanted.id)
    to_the_desk(kit, wanted.conversation_id)
    assert files.for_officer(kit, PETUGAS, wanted.id).id == wanted.id


def test_files_are_for_petugas(kit: Kit, wanted: StoredFile) -> None:
    """What people send is personal: an admin's role alone does not open it."""
    files.keep(kit, wanted, b"suara")
    to_the_desk(kit, wanted.conversation_id)
    admin = Actor(id="a", username="admin", name="Admin", roles=frozenset({Role.ADMIN}))
    with pytest.raises(PermissionRefused):
        files.for_officer(kit, admin, wanted.id)


@pytest.mark.parametrize("state", [FileState.WANTED, FileState.REFUSED])
def test_what_is_not_there_is_not_found(kit: Kit, wanted: StoredFile, state: FileState) -> None:
    """A file on its way or refused has no bytes to show."""
    to_the_desk(kit, wanted.conversation_id)
    if state is FileState.REFUSED:
        files.refuse(kit, wanted, "gone")
    for file_id in (wanted.id, "tidak-ada"):
        with pytest.raises(NotFound):
            files.for_officer(kit, PETUGAS, file_id)


def test_a_link_lives_for_seven_days(kit: Kit, clock: FakeClock, wanted: StoredFile) -> None:
    """Issue 3, point 1: in the web chat a file is a link, valid for 7 days."""
    sent = StoredFile(
        id="f-1",
        conversation_id=wanted.conversation_id,
        channel="webchat",
        kind=Kind.DOCUMENT,
        media=MediaRef(provider_id="", mime="application/pdf"),
        state=FileState.STORED,
        created_at=clock.now,
        link_token="rahasia",
    )
    with kit.uow() as uow:
        uow.files.add(sent)
        uow.commit()
    clock.advance(timedelta(days=7).total_seconds())
    assert files.by_link(kit, "rahasia").id == "f-1"
    clock.advance(1)
    for token in ("rahasia", "lain"):
        with pytest.raises(NotFound):
            files.by_link(kit, token)
