"""Commands and requests about one's own data, erasure and retention (service_rules 12, stories 15)."""

from collections.abc import Collection, Iterable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Role
from bot.core.conversations import Address, State
from bot.core.erasure import Tombstone
from bot.core.errors import Conflict, InputRefused, NotFound, PermissionRefused, SessionUnknown
from bot.core.forms.form import FormKind
from bot.core.messages import FileState, Incoming, Kind, MediaRef
from bot.core.person_copy import as_html
from bot.core.privacy import DONE, REFUSED
from bot.services import (
    desk,
    desk_queue,
    desk_views,
    erasure,
    files,
    notes,
    privacy,
    retention,
    sendings,
    troubles,
    webchat,
)
from bot.services.receive import receive
from bot.store.tables import metadata
from tests.fakes import FakeFiles, bubble, reply, wants_officer
from tests.visitors import arrives
from tests.world import World

SECRET = "Zulkarnaen"
MAIL = "zulkarnaen@example.invalid"


class NoLedger:
    """Remembers whom it was told of."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def add(self, contact_id: str) -> None:
        self.told.append(contact_id)

    def merge(self, stones: Iterable[Tombstone]) -> None:
        raise AssertionError("only a restore merges")

    def stones(self) -> list[Tombstone]:
        return []


class NoSpool:
    """Remembers which words were looked for."""

    def __init__(self) -> None:
        self.words: tuple[str, ...] = ()

    def forget(self, words: Collection[str]) -> int:
        self.words = tuple(words)
        return 0


@pytest.fixture
def known(world: World) -> World:
    """A person with a filled guest book, served by an officer."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer(f"angka ipm, {SECRET}")])
    world.say(f"petugas, saya {SECRET}")
    world.turn()
    world.say(f"setuju, {SECRET}, umpr, skripsi, {MAIL}")
    return world


def everything(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return {table.name: repr(connection.execute(select(table)).all()) for table in metadata.sorted_tables}


def test_notice(world: World) -> None:
    """service_rules 12.3 (information), 12.5: what, by whom, how long, and the commands."""
    world.say("privasi")
    for part in ("90 hari", "1 tahun", "penyedia aplikasi pesan", "*hapus data saya*", "3 x 24 jam", "hanya disimpan"):
        assert part in world.replies()[-1]


def test_my_data_is_masked(known: World) -> None:
    """service_rules 12.3 (access), stories 15: masked on the phone; the full copy is handed out by a person."""
    known.say("data saya")
    assert "nama Z***, instansi u***, email z***@example.invalid" in known.replies()[-1]
    known.press("Minta salinan")
    assert "Permintaan DP-20261123-0001 diterima" in known.replies()[-1]
    (request,) = privacy.requests(known.kit, known.officer("ani", Role.ADMIN))
    assert (request.kind, request.due_at - request.requested_at) == (FormKind.MY_DATA, timedelta(hours=72))


@pytest.mark.parametrize("typed", ["minta salinan", "Tolong kirim salinan data saya ya", "salinan lengkap"])
def test_a_copy_is_asked_for_in_words_too(known: World, typed: str) -> None:
    """service_rules 12.5, stories 15: what the button does, its words do."""
    known.say("salinan data saya")  # begins with the masked look, as *data saya* does
    assert "nama Z***" in known.replies()[-1]
    known.say(typed)
    assert "Permintaan DP-20261123-0001 diterima" in known.replies()[-1]


def test_other_copies_are_no_data_request(known: World) -> None:
    """stories 15: without the look at one's own data, or of another document, no request is made."""
    for text in ("minta salinan", "data saya", "minta salinan publikasi", "salinan apa?"):
        known.say(text)
    assert privacy.requests(known.kit, known.officer("ani", Role.ADMIN)) == []


def test_a_number_silent_for_six_months_gives_the_name_first(known: World) -> None:
    """stories 15: numbers are recycled; also when somebody says hello first."""
    known.clock.now += timedelta(days=190)
    known.rasa.answer = lambda request: reply(bubble("halo"))
    known.say("halo")
    known.say("data saya")
    assert "tulis nama lengkap yang dahulu dicatat" in known.replies()[-1]
    known.say("Budi")
    assert "belum cocok" in known.replies()[-1]
    known.say(SECRET.lower())
    assert "nama Z***" in known.replies()[-1]


def test_correction(known: World) -> None:
    """service_rules 12.3 (correction), 12.5: in the chat, confirmed; what is not understood goes to a person."""
    known.say("perbaiki data")
    known.say("nama saya Zul Karnaen")
    assert known.replies()[-1] == "Saya ubah menjadi: nama Zul Karnaen. Benar?"
    known.press("Ya, benar")
    assert known.replies()[-1] == "Data sudah diperbaiki (permintaan DP-20261123-0001)."
    known.say("data saya")
    assert "nama Z*** K***" in known.replies()[-1]
    known.say("perbaiki data")
    known.say("tempat tinggal saya pindah ke Hanau")
    assert "Permintaan DP-20261123-0002 diterima dan ditangani petugas" in known.replies()[-1]


def test_numbers_are_explained_twice_then_a_person_takes_over(known: World) -> None:
    """service_rules 8.1, 2.2: a third number of sixteen digits is not explained again, and not stored."""
    known.say("perbaiki data")
    for _ in range(2):
        known.say("NIK saya 6208011234567890")
        assert known.replies()[-1].startswith("Kami tidak meminta")
    known.say("NIK saya 6208011234567890")
    assert "diterima dan ditangani petugas" in known.replies()[-1]
    (request,) = privacy.requests(known.kit, known.officer("ani", Role.ADMIN))
    assert request.wish == "NIK saya [nomor identitas dihapus]"
    assert "6208011234567890" not in repr(known.seen())


def test_every_right_has_its_clock(known: World) -> None:
    """service_rules 12.3: 3 x 24 hours by the clock, over a weekend too; a withdrawal is done at once."""
    known.clock.now += timedelta(days=4, hours=10)  # Friday evening
    known.say("data saya")
    known.press("Minta salinan")
    for text in ("perbaiki data", "tempat tinggal saya pindah ke Hanau", "tarik persetujuan", "TARIK"):
        known.say(text)
    known.say("hapus data saya")
    known.press("HAPUS")
    found = {request.kind: request for request in privacy.requests(known.kit, known.officer("ani", Role.ADMIN))}
    assert set(found) == {FormKind.MY_DATA, FormKind.CORRECT, FormKind.WITHDRAW, FormKind.ERASE}
    assert {request.due_at - known.clock.now for request in found.values()} == {timedelta(hours=72)}
    assert [kind for kind, request in found.items() if request.done_at is not None] == [FormKind.WITHDRAW]


def test_withdrawal(known: World) -> None:
    """service_rules 12.3 (withdrawal), 12.5: consent is taken back with one confirmed word."""
    known.say("tarik persetujuan")
    known.say("TARIK")
    assert "Persetujuan Anda sudah ditarik" in known.replies()[-1]
    with known.kit.uow.read() as uow:
        row = uow.guest_books.latest(known.conversation.contact_id)
    assert row is not None
    assert row.consent_at is None


def test_while_an_officer_holds_it_unseen(known: World) -> None:
    """stories 5, 15: the commands work in every state and out of the officer's view."""
    officer = known.officer("rina")
    desk.take(known.kit, officer, known.session.conversation_id)
    known.say("hapus data saya")
    known.say("batal")
    assert known.replies()[-1] == "Baik, tidak jadi. Tidak ada yang diubah."
    seen = desk_views.transcript(known.kit, officer, known.session.conversation_id)
    assert "hapus" not in repr([m.text for m in seen.messages]).lower()
    assert seen.messages[-1].text == "Pengguna sedang mengisi formulir lain."


def test_a_question_instead_of_the_word_changes_nothing(known: World) -> None:
    """rule 12.5: only *HAPUS* erases; a question goes its own way."""
    known.say("hapus data saya")
    known.rasa.answer = lambda request: reply(bubble("jawab"))
    known.say("ipm seruyan berapa?")
    assert len(known.turn()) == 1
    assert privacy.requests(known.kit, known.officer("ani", Role.ADMIN)) == []


def test_erased_everywhere(known: World, engine: Engine) -> None:
    """service_rules 12.3 (erasure), 12.4: inbox, outbox, transcript, files, guest book, state; proof remains."""
    known.rasa.answer = lambda request: reply(bubble(f"halo {SECRET}"), state={"events": [{"text": SECRET}]})
    known.say(f"ini saya {SECRET}")
    known.turn()
    known.say("aduan")
    known.say(f"Saya {SECRET} menunggu dua jam di kantor")
    known.say(SECRET)
    known.say("hapus data saya")
    assert "aduan PGD-20261123-0001 sampai selesai" in known.replies()[-1]
    assert "Selesai paling lambat Kamis, 26 November pukul 10.00 WIB" in known.replies()[-1]
    known.press("HAPUS")
    assert "Data Anda dihapus paling lambat" in known.replies()[-1]
    spool = NoSpool()
    assert erasure.run_requests(known.kit, spool, NoLedger()) == 1
    assert known.replies() == [
        "Data Anda sudah dihapus Senin, 23 November 2026. Percakapan di HP Anda sendiri tidak ikut terhapus."
    ]
    rows = everything(engine)
    for name, text in rows.items():
        if name != "complaint":
            assert "ulkarnaen" not in text.lower(), name
    assert SECRET in rows["complaint"], "an open complaint stays until it is closed"
    assert known.conversation.state is State.BOT
    assert desk_queue.queue(known.kit, known.officer("rina")) == []
    known.clock.advance(3601)
    assert erasure.run_requests(known.kit, spool, NoLedger()) == 1
    assert erasure.run_requests(known.kit, spool, NoLedger()) == 0
    with known.kit.uow.read() as uow:
        assert uow.people.identifiers(known.conversation.contact_id) == []
    assert len(spool.words) == 1
    with pytest.raises(SessionUnknown):
        webchat.conversation_of(known.kit, webchat.open_session(known.kit) + "x")
    (request,) = privacy.requests(known.kit, known.officer("ani", Role.ADMIN))
    assert (request.result, request.contact_id, request.number) == (DONE, None, "DP-20261123-0001")


def test_erasure_takes_files_and_harms_nobody_else(world: World) -> None:
    """rule 12.4: bytes go too; another person's stay; a second time does no harm."""
    folder = world.kit.files
    assert isinstance(folder, FakeFiles)
    ids = []
    for person in ("w-1", "w-2"):
        address = Address(channel="wa", kind="user", value=person)
        media = MediaRef(provider_id=person, mime="image/png")
        received = receive(
            world.kit, [Incoming(address=address, external_id=person, text="", kind=Kind.IMAGE, media=media)]
        )
        (wanted,) = files.wanted(world.kit)
        files.keep(world.kit, wanted, b"bytes")
        ids.append((received[0].conversation_id, wanted.id))
    with world.kit.uow.read() as uow:
        conversation = uow.conversations.get(ids[0][0])
    assert conversation is not None
    for _ in range(2):
        erasure.erase(world.kit, conversation.contact_id, NoSpool(), NoLedger())
    assert set(folder.kept) == {ids[1][1]}
    with world.kit.uow.read() as uow:
        assert uow.files.get(ids[0][1]) is None
        other = uow.files.get(ids[1][1])
    assert other is not None
    assert other.state is FileState.STORED


def test_retention(known: World, engine: Engine) -> None:
    """rule 12.4: transcripts 90 days, tickets and guest book a year; running twice changes nothing more."""
    officer = known.officer("rina")
    desk.take(known.kit, officer, known.session.conversation_id)
    desk.reply(known.kit, officer, known.session.conversation_id, f"baik {SECRET}", "k", answered=True)
    desk.hand_back(known.kit, officer, known.session.conversation_id)
    known.clock.now += timedelta(days=89)
    retention.purge_old(known.kit)
    assert SECRET in everything(engine)["message"]
    known.clock.now += timedelta(days=2)
    assert retention.purge_old(known.kit) > 0
    assert retention.purge_old(known.kit) == 0
    rows = everything(engine)
    assert {name for name, text in rows.items() if SECRET in text} == {"consultation", "guest_book"}
    known.clock.now += timedelta(days=280)
    assert retention.purge_old(known.kit) > 0
    assert retention.purge_old(known.kit) == 0
    rows = everything(engine)
    assert {name for name, text in rows.items() if SECRET in text} == set()
    assert "Sekolah/Kampus/Riset" in rows["guest_book"], "counts without names stay"


def test_notes_and_visits_are_forgotten_too(known: World, engine: Engine) -> None:
    """rule 12.4: what officers note is transcript (90 days), what a visitor wrote is guest book (one year)."""
    officer = known.officer("rina")
    desk.take(known.kit, officer, known.session.conversation_id)
    notes.add(known.kit, officer, known.session.conversation_id, f"ingat {SECRET}", "n1")
    visitor = arrives(known.kit, name="Pengunjung Rahasia", need=f"perlu {SECRET}")
    known.clock.now += timedelta(days=91)
    retention.purge_old(known.kit)
    assert SECRET not in everything(engine)["note"]
    assert SECRET in everything(engine)["visit"]
    known.clock.now += timedelta(days=280)
    retention.purge_old(known.kit)
    rows = everything(engine)["visit"]
    assert SECRET not in rows
    assert "Rahasia" not in rows
    assert visitor.id in rows, "counts without names stay"


def test_what_ties_a_rating_to_a_person_goes_in_a_day(known: World, engine: Engine) -> None:
    """stories 15: ratings are kept apart from person and officer."""
    officer = known.officer("rina")
    desk.take(known.kit, officer, known.session.conversation_id)
    desk.reply(known.kit, officer, known.session.conversation_id, "ini", "k", answered=True)
    desk.hand_back(known.kit, officer, known.session.conversation_id)
    known.say("1")
    known.say("nunggunya lama")
    known.clock.now += timedelta(days=1, seconds=1)
    retention.purge_old(known.kit)
    rows = everything(engine)
    assert {name for name, text in rows.items() if "nunggunya" in text} == {"rating"}
    assert "penilaian" not in rows["private_message"]


def test_export(known: World) -> None:
    """rule 12.3 (access), issue 4.6: one person's data as JSON and HTML; hostile words stay text."""
    known.say("<script>alert(1)</script>")
    admin = known.officer("ani", Role.ADMIN)
    found = privacy.export_person(known.kit, admin, known.conversation.contact_id)
    assert found["buku_tamu"][0]["email"] == MAIL
    assert found["pengenal"][0]["channel"] == "webchat"
    assert any(SECRET in row["text"] for row in found["percakapan"])
    page = as_html(found, known.kit.office.name)
    assert MAIL in page
    assert "<script>" not in page
    with pytest.raises(NotFound):
        privacy.export_person(known.kit, admin, "nobody")


def test_requests_and_rights(known: World) -> None:
    """stories 15: a list with a clock for admin and pimpinan; an admin settles, once."""
    known.say("data saya")
    known.press("Minta salinan")
    admin, head, officer = (
        known.officer(name, role) for name, role in (("ani", Role.ADMIN), ("kep", Role.PIMPINAN), ("rin", Role.PETUGAS))
    )
    number = privacy.requests(known.kit, head)[0].number
    for act in (
        lambda: privacy.requests(known.kit, officer),
        lambda: privacy.settle(known.kit, head, number, DONE),
        lambda: privacy.export_person(known.kit, head, known.conversation.contact_id),
    ):
        with pytest.raises(PermissionRefused):
            act()
    privacy.settle(known.kit, admin, number, DONE)
    with pytest.raises(Conflict):
        privacy.settle(known.kit, admin, number, DONE)


def test_the_person_hears_what_became_of_a_request(known: World) -> None:
    """service_rules 12.3, 12.5: who asked is told of done or refused, with the reason; officers see none of it."""
    known.say("data saya")
    known.press("Minta salinan")
    known.say("perbaiki data")
    known.say("tempat tinggal saya pindah ke Hanau")
    admin, where = known.officer("ani", Role.ADMIN), known.session.conversation_id
    assert {each.name for each in privacy.on_record(known.kit, admin).values()} == {"Z***"}
    assert {each.conversation_id for each in privacy.on_record(known.kit, admin).values()} == {where}
    for reason, why in ((" ", "kosong"), ("a" * 401, "terlalu_panjang"), ("NIK 6208011234567890", "nik")):
        with pytest.raises(InputRefused, match=why):
            privacy.settle(known.kit, admin, "DP-20261123-0002", REFUSED, reason)
    privacy.settle(known.kit, admin, "DP-20261123-0001", DONE, "Salinannya dapat diambil di kantor.")
    assert known.replies()[-1].endswith("sudah selesai kami tangani. Salinannya dapat diambil di kantor.")
    privacy.settle(known.kit, admin, "DP-20261123-0002", REFUSED, "Alamat tidak kami simpan.")
    assert (
        "DP-20261123-0002 tentang data Anda belum dapat kami penuhi. Alamat tidak kami simpan." in known.replies()[-1]
    )
    seen = desk_views.transcript(known.kit, known.officer("rina"), where)
    assert "DP-20261123" not in repr([message.text for message in seen.messages])


def test_what_was_on_its_way_does_not_come_back(known: World) -> None:
    """rule 12.4: a reply that was being sent during the erasure leaves no words, and is not resent."""
    kit = known.kit
    person = Address(channel="fake", kind="user", value="p-1")
    received = receive(kit, [Incoming(address=person, external_id="m-1", text="privasi")])[0]
    ((sent, _),) = sendings.begin(kit, {"fake": 1}, lambda outgoing, address: 0)
    with kit.uow.read() as uow:
        conversation = uow.conversations.get(received.conversation_id)
    assert conversation is not None
    erasure.erase(kit, conversation.contact_id, NoSpool(), NoLedger())
    sendings.record_sent(kit, sent, "p-1")
    assert webchat.messages_after(kit, received.conversation_id, 0) == []
    with pytest.raises(Conflict):
        troubles.send_again(kit, known.officer("rina"), sent.id)
