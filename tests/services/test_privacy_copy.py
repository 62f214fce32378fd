"""The copy of one's own data, handed out into the conversation (service_rules 12.3, stories 4, 15)."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Role
from bot.core.conversations import Address
from bot.core.errors import Conflict, InputRefused, NotFound
from bot.core.messages import Incoming, Kind, MediaRef
from bot.core.privacy import DONE, NOTICE_VERSION
from bot.services import audit, desk_views, files, privacy, privacy_copy, retention, sendings, webchat
from bot.services.receive import receive
from bot.store.tables import outbox
from tests.fakes import FakeFiles, reply, wants_officer
from tests.world import World

SECRET = "Zulkarnaen"
MAIL = "zulkarnaen@example.invalid"


@pytest.fixture
def known(world: World) -> World:
    """A person with a filled guest book, who asks for a copy."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer(f"angka ipm, {SECRET}")])
    world.say(f"petugas, saya {SECRET}")
    world.turn()
    world.say(f"setuju, {SECRET}, umpr, skripsi, {MAIL}")
    world.say("data saya")
    world.press("Minta salinan")
    return world


def test_the_copy_goes_into_the_conversation(known: World) -> None:
    """stories 15: after the name was checked; a link for seven days on the web, closed, audited, unseen by officers."""
    admin, officer, kit = known.officer("ani", Role.ADMIN), known.officer("rina"), known.kit
    with pytest.raises(InputRefused, match="nama_dicek"):
        privacy_copy.hand_out(kit, admin, "DP-20261123-0001", name_checked=False)
    assert privacy_copy.hand_out(kit, admin, "DP-20261123-0001", name_checked=True)
    said = known.seen()[-1]
    assert said.text.startswith("Permintaan DP-20261123-0001: salinan data Anda terlampir.")
    file = webchat.links_of(kit, [said])[said.file_id or ""]
    assert file.media.file_name == "data-pribadi-DP-20261123-0001.txt"
    assert isinstance(kit.files, FakeFiles)
    content = kit.files.read(file.id).decode()
    assert SECRET in content
    assert MAIL in content
    assert files.by_link(kit, file.link_token or "").id == file.id
    with pytest.raises(NotFound):
        files.for_officer(kit, officer, file.id)
    seen = desk_views.transcript(kit, officer, known.session.conversation_id)
    assert "salinan data Anda" not in repr(seen.messages)
    with pytest.raises(Conflict):
        privacy_copy.hand_out(kit, admin, "DP-20261123-0001", name_checked=True)
    (request,) = privacy.requests(kit, admin)
    assert (request.result, request.done_by) == (DONE, admin.id)
    assert audit.trail(kit, admin)[0].row.action == "privacy.copy_handed_out"


def test_the_persons_own_copy_has_their_complaint(known: World) -> None:
    """rules 8.2, 12.3: what goes to the person alone keeps the complaint, with the proof of consent."""
    for words in ("aduan", "Saya menunggu dua jam di kantor", "tanpa nama"):
        known.say(words)
    privacy_copy.hand_out(known.kit, known.officer("ani", Role.ADMIN), "DP-20261123-0001", name_checked=True)
    (file,) = webchat.links_of(known.kit, known.seen()).values()
    content = known.kit.files.read(file.id).decode()
    assert "story: Saya menunggu dua jam di kantor" in content
    assert f"consent_version: {NOTICE_VERSION}" in content


def test_an_admin_sees_no_complaint_in_a_copy(known: World) -> None:
    """rule 10.4, stories 5c: who may be named in one finds in what they copy neither its story, code nor answers."""
    admin = known.officer("ani", Role.ADMIN, Role.PETUGAS)
    without = privacy.export_person(known.kit, admin, known.conversation.contact_id)
    for how in ("nama saya Siti Aminah", "anonim"):
        for words in ("aduan", "Bu Ani menolak melayani saya kemarin", how):
            known.say(words)
    known.say("status aduan")
    known.say("aduan")
    picture = MediaRef(provider_id="p", mime="image/png", file_name="bukti-antrean.png")
    with known.kit.uow.read() as uow:
        where = uow.conversations.address_of(known.conversation)
    assert where is not None
    receive(known.kit, [Incoming(address=where, external_id="f", text="", kind=Kind.IMAGE, media=picture)])
    found = privacy.export_person(known.kit, admin, known.conversation.contact_id)
    assert [list(row) for row in found["aduan"]] == [["keterangan"]]
    assert found == without, "it does not even say whether there is one"


def test_the_copy_is_forgotten_with_its_link(known: World, engine: Engine) -> None:
    """rule 12.4, stories 4, 15: after seven days neither link nor file is left, and nothing of its words."""
    kit, admin = known.kit, known.officer("ani", Role.ADMIN)
    privacy_copy.hand_out(kit, admin, "DP-20261123-0001", name_checked=True)
    (file,) = webchat.links_of(kit, known.seen()).values()
    assert isinstance(kit.files, FakeFiles)
    known.clock.now += timedelta(days=7)
    retention.purge_old(kit)
    assert file.id in kit.files.kept
    known.clock.advance(1)
    assert retention.purge_old(kit) > 0
    assert retention.purge_old(kit) == 0
    assert file.id not in kit.files.kept
    assert known.seen()[-1].file_id is None
    with engine.connect() as connection:
        assert "data-pribadi" not in repr(connection.execute(select(outbox)).all())
    with pytest.raises(NotFound):
        files.by_link(kit, file.link_token or "")


def test_the_copy_goes_as_a_document_on_a_providers_channel(known: World) -> None:
    """stories 4, 15: a document on WhatsApp and Telegram; beyond the window it waits until the person writes."""
    kit, admin = known.kit, known.officer("ani", Role.ADMIN)
    person = Address(channel="windowed", kind="user", value="p-1")
    for number, text in enumerate(("data saya", "minta salinan")):
        receive(kit, [Incoming(address=person, external_id=f"m-{number}", text=text)])
    known.clock.advance(25 * 3600)
    assert not privacy_copy.hand_out(kit, admin, "DP-20261123-0002", name_checked=True)
    assert sendings.begin(kit, {"windowed": 9}, lambda outgoing, address: 0) == []
    receive(kit, [Incoming(address=person, external_id="m-9", text="halo")])
    going = [outgoing for outgoing, _ in sendings.begin(kit, {"windowed": 9}, lambda outgoing, address: 0)]
    assert isinstance(kit.files, FakeFiles)
    while going and going[0].attachment is None:
        sendings.record_sent(kit, going[0], f"p-{going[0].id}")
        going = [outgoing for outgoing, _ in sendings.begin(kit, {"windowed": 9}, lambda outgoing, address: 0)]
    assert going[0].attachment is not None
    assert (going[0].attachment.mime, going[0].attachment.file_name) == (
        "text/plain",
        "data-pribadi-DP-20261123-0002.txt",
    )


def test_only_a_request_for_a_copy_is_answered_with_one(known: World) -> None:
    """stories 15: another right asked for, or a number that nobody has, sends nobody's data anywhere."""
    known.say("perbaiki data")
    known.say("tempat tinggal saya pindah ke Hanau")
    admin = known.officer("ani", Role.ADMIN)
    for number in ("DP-20261123-0002", "DP-20261123-0099"):
        with pytest.raises(NotFound):
            privacy_copy.hand_out(known.kit, admin, number, name_checked=True)
