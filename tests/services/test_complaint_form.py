"""A complaint in the chat: in every state, told once, apart from all that an officer reads (stories 5)."""

import json
import logging
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot.core.complaints import Complaint
from bot.core.conversations import Address, State
from bot.core.messages import Incoming, Kind, MediaRef, Speaker
from bot.services import accounts, complaints_left, desk, desk_queue, desk_views, files, retention, sendings
from bot.services.receive import receive
from bot.store.tables import metadata
from tests.fakes import bubble, reply, wants_officer
from tests.world import World

SECRET = "Petugas berkumis membentak saya di loket kemarin siang sekitar pukul sepuluh pagi sampai saya menangis"
STARTS = {"perintah": "mulai_formulir", "formulir": "pengaduan"}
READERS = ("complaint", "private_message", "form", "complaint_note")


def complaints(world: World) -> list[Complaint]:
    with world.kit.uow.read() as uow:
        return uow.complaints.all(10)


@pytest.fixture
def served(world: World) -> World:
    """An officer holds the conversation."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("mau bicara petugas")
    world.turn()
    desk.take(world.kit, world.officer("rina"), world.session.conversation_id)
    return world


def test_told_once_and_numbered_at_once(world: World) -> None:
    """rules 8.2, 10.2: number and code at once, then the four channels."""
    world.say("mau komplain min")
    assert world.replies()[-1].startswith("Mohon maaf atas pengalaman Anda")
    world.say(SECRET)
    world.say("Budi")
    done = world.replies()[-1]
    assert "nomor PGD-20261123-0001" in done
    for channel in ("kotak saran", "webapps.bps.go.id/pengaduan", "bps6208@bps.go.id", "WhatsApp"):
        assert channel in done
    (complaint,) = complaints(world)
    assert (complaint.story, complaint.name) == (SECRET, "Budi")
    assert complaint.conversation_id == world.session.conversation_id
    assert complaint.due_at.astimezone(world.kit.office.timezone).date().isoformat() == "2026-11-30"
    assert world.rasa.requests == []


def test_works_while_an_officer_holds_it(served: World) -> None:
    """stories 5a: the officer sees one line, and nothing is owed for it."""
    officer = accounts.authenticate(served.kit, accounts.log_in(served.kit, "rina", "sandi-petugas", "ip"))
    desk.reply(served.kit, officer, served.session.conversation_id, "sudah ya", "k1", answered=True)
    served.say("pengaduan")
    served.say(SECRET)
    served.say("anonim")
    assert served.turn() == []
    seen = desk_views.transcript(served.kit, officer, served.session.conversation_id)
    assert [m.text for m in seen.messages][-1] == "Pengguna sedang mengisi formulir lain."
    assert [m.text for m in seen.messages].count("Pengguna sedang mengisi formulir lain.") == 1
    assert "berkumis" not in repr(seen)
    with served.kit.uow.read() as uow:
        consultation = uow.consultations.latest(served.session.conversation_id)
    assert consultation is not None
    assert not consultation.owed


def test_no_word_of_a_complaint_leaves_it(world: World, engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """stories 5b: not in the conversation, the inbox, Rasa's state, the outbox, the desk or the logs."""
    caplog.set_level(logging.DEBUG)
    world.rasa.answer = lambda request: reply(commands=[STARTS], state={"events": [{"text": SECRET}]})
    world.say(SECRET)  # Rasa understands it as a complaint
    world.turn()
    assert "Cerita tadi saya catat sebagai aduan" in world.replies()[-1]
    world.say("Budi Berkumis")
    world.rasa.answer = lambda request: reply(commands=[wants_officer("angka ipm")])
    world.say("petugas")
    world.turn()
    officer = world.officer("rina")
    transcript = desk_views.transcript(world.kit, officer, world.session.conversation_id)
    queue = desk_queue.queue(world.kit, officer)
    assert "erkumis" not in repr(transcript) + repr(queue) + caplog.text
    assert "erkumis" not in json.dumps(world.rasa.requests[-1]["state"])
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name not in READERS:
                rows = connection.execute(select(table)).all()
                assert "erkumis" not in repr(rows), table.name
    assert next(m.text for m in world.seen() if m.speaker is Speaker.USER) == SECRET, "the person still sees it"


def test_an_identity_number_is_kept_nowhere(world: World, engine: Engine) -> None:
    """Rule 2.2: *kami tidak menyimpan NIK* is true of private threads too; the story that began one is told once."""
    number = "6208011234567890"
    world.rasa.answer = lambda request: reply(commands=[STARTS])
    world.say(f"{SECRET}, NIK saya {number}")
    world.turn()
    world.say(f"NIK saya {number}")
    assert world.replies()[-1].startswith("Kami tidak meminta dan tidak menyimpan NIK")
    world.say("tanpa nama")
    assert complaints(world)[0].story == f"{SECRET}, NIK saya [nomor identitas dihapus]"
    with engine.connect() as connection:
        rows = {table.name: repr(connection.execute(select(table)).all()) for table in metadata.sorted_tables}
    assert [name for name, kept in rows.items() if number in kept] == []
    assert "NIK saya [nomor identitas dihapus]" in [m.text for m in world.seen()], "the person sees what was taken out"


def test_who_finds_no_words_may_have_an_officer_who_reads_none_of_it(world: World) -> None:
    """Rule 8.1, stories 5: the published ways first; by choice an officer, who sees only what is written after it."""
    world.say("pengaduan")
    for _ in range(3):
        world.say("berkumis")
    offer = world.replies()[-1]
    office = world.kit.office
    for way in ("kotak saran", "webapps.bps.go.id/pengaduan", office.email, f"telepon {office.phone}"):
        assert way in offer
    assert "Petugas tidak melihat cerita ini" in offer
    assert [b.title for b in world.seen()[-1].buttons] == ["Coba lagi", "Bicara petugas"]
    assert desk_queue.queue(world.kit, world.officer("dina")) == [], "not by itself"
    world.press("Bicara petugas")
    world.say("Budi, umpr, skripsi")
    officer = world.officer("rina")
    (row,) = desk_queue.queue(world.kit, officer)
    seen = desk_views.transcript(world.kit, officer, world.session.conversation_id)
    assert "berkumis" not in repr((row, seen))
    assert "PST-20261123-0001" in repr(seen)
    assert "Budi" in repr(seen)
    assert complaints(world) == []


def test_what_was_told_waits_for_another_try(world: World) -> None:
    """Rule 3.6: *Coba lagi*, also after typing *pengaduan* anew, loses nothing of what was told."""
    world.say("pengaduan")
    for _ in range(3):
        world.say("berkumis")
    world.press("Coba lagi")
    assert world.replies()[-1].startswith("Mohon maaf atas pengalaman Anda")
    world.say("aduan")
    world.say("Petugas itu membentak saya kemarin.")
    world.say("tanpa nama")
    assert complaints(world)[0].story == "berkumis\nPetugas itu membentak saya kemarin."


def test_while_an_officer_serves_the_choice_disturbs_nothing(served: World) -> None:
    """Stories 5a: with an officer there already, *Bicara petugas* ends the form and says who serves."""
    served.say("pengaduan")
    for _ in range(3):
        served.say("berkumis")
    served.press("Bicara petugas")
    assert served.replies()[-1].startswith("Anda sekarang dilayani petugas")
    served.say("halo bu")
    seen = desk_views.transcript(served.kit, served.officer("dina"), served.session.conversation_id)
    assert "halo bu" in repr(seen)
    assert "berkumis" not in repr(seen)


def test_a_long_message_is_the_story(world: World) -> None:
    """stories 5: the citizen tells the story once."""
    world.rasa.answer = lambda request: reply(commands=[STARTS])
    world.say(SECRET)
    world.turn()
    world.press("Tanpa nama")
    (complaint,) = complaints(world)
    assert (complaint.story, complaint.name) == (SECRET, None)
    assert complaint.conversation_id is not None


def test_anonymous_keeps_nothing_of_the_person(world: World) -> None:
    """stories 5e: the number is not stored with the complaint, and the bot says what that means."""
    world.say("aduan")
    world.say(SECRET)
    world.say("anonim")
    assert "kami tidak menyimpan siapa pengirimnya" in world.replies()[-1]
    (complaint,) = complaints(world)
    assert (complaint.conversation_id, complaint.name, complaint.contact) == (None, None, None)
    with world.kit.uow.read() as uow:
        kept = uow.private_messages.after(world.session.conversation_id, 0, 100)
    assert complaint.id not in {m.thread.id for m in kept}
    assert "berkumis" not in repr(kept)
    world.clock.advance(24 * 3600 + 1)
    retention.purge_old(world.kit)
    assert complaint.number not in repr(world.seen())


def test_status_only_for_who_filed_it_or_knows_the_code(world: World) -> None:
    """stories 5e: a guessable number alone tells nothing; wrong codes are limited."""
    world.say("aduan")
    world.say(SECRET)
    world.say("tanpa nama")
    done = world.replies()[-1]
    code = done.split("kode ")[1][:6]
    world.say("status aduan")
    assert world.replies()[-1] == "Aduan PGD-20261123-0001 tanggal 23-11-2026: baru."
    stranger = world.another()
    world.say("status aduan PGD-20261123-0001", stranger)
    assert "tulis nomor beserta kodenya" in world.replies(stranger)[-1]
    world.say(f"status aduan PGD-20261123-0001 {code}", stranger)
    assert world.replies(stranger)[-1] == "Aduan PGD-20261123-0001 tanggal 23-11-2026: baru."
    guesser = world.another()
    for number in range(5):
        world.say(f"status aduan PGD-20261123-0001 ABCDE{number + 2}", guesser)
    world.say(f"status aduan PGD-20261123-0001 {code}", guesser)
    assert "coba lagi 15 menit lagi" in world.replies(guesser)[-1]


def test_a_number_silent_for_months_is_told_nothing(world: World) -> None:
    """stories 15: numbers are recycled; without the code nothing is shown."""
    world.say("aduan")
    world.say(SECRET)
    world.say("tanpa nama")
    world.clock.now += timedelta(days=200)
    world.say("status aduan")
    assert "tulis nomor dan kodenya" in world.replies()[-1]


def test_batal_and_a_late_button(world: World) -> None:
    """*Batal* at any step; a button of a form that is over says so."""
    world.say("komplain")
    world.say(SECRET)
    world.press("Batal")
    assert world.replies()[-1] == "Baik, aduan tidak jadi dicatat."
    world.press("Anonim")
    assert world.replies()[-1] == "Formulir itu sudah selesai atau sudah tidak berlaku."
    assert complaints(world) == []
    assert world.rasa.requests == []


def test_half_told_ends_after_a_day(world: World) -> None:
    """rule 7.4: forms half filled are discarded after 24 hours."""
    world.say("komplain")
    world.clock.advance(24 * 3600)
    world.say(SECRET)
    world.turn()
    assert len(world.rasa.requests) == 1


def test_a_question_in_the_middle(world: World) -> None:
    """service_rules 8.2: it is answered, the name is asked once more, and no word of the story is lost or leaves."""
    world.rasa.answer = lambda request: reply(bubble("Buka pukul 08.00."))
    world.say("komplain")
    world.say(SECRET)
    for _ in range(2):
        world.say("jam buka besok?")
        world.turn()
    again = "Aduan Anda tinggal namanya. Balas dengan nama, *tanpa nama*, atau *anonim*."
    assert world.replies()[-3:] == ["Buka pukul 08.00.", again, "Buka pukul 08.00."]
    assert "berkumis" not in json.dumps(world.rasa.requests)
    world.say("komplain")
    assert world.replies()[-1] == again, "wanting it twice does not begin it anew"
    world.say("Baik terima kasih")
    (complaint,) = complaints(world)
    assert (complaint.story, complaint.name) == (SECRET, None)


def test_asking_about_anonymity_files_nothing(world: World) -> None:
    """stories 5, rule 8.2: what *anonim* means is answered first; then the choice is the person's."""
    world.say("pengaduan")
    world.say(SECRET)
    world.rasa.answer = lambda request: reply(bubble("ini bedanya"))
    world.say("apa bedanya anonim dan tanpa nama?")
    world.turn()
    assert "ini bedanya" in world.replies()
    assert world.replies()[-1].startswith("Aduan Anda tinggal namanya.")
    assert complaints(world) == []
    world.say("jangan rahasia, nama saya Budi Santoso")
    assert [each.name for each in complaints(world)] == ["Budi Santoso"]


def test_a_person_instead_of_a_complaint(world: World) -> None:
    """stories 5, 7: who asks for an officer before telling anything is queued, and no complaint is left open."""
    world.say("pengaduan")
    world.say("mau bicara dengan petugas")
    assert any("PST-20261123-0001" in text for text in world.replies())
    assert world.conversation.state is State.WAITING
    world.say("budi, umpr, skripsi")
    assert world.replies()[-1].startswith("Terima kasih. Mohon lengkapi:"), "the guest book goes on, not the complaint"
    assert complaints(world) == []


def test_told_and_left_is_filed_without_a_name(world: World) -> None:
    """service_rules 3.6: complaints are always accepted and numbered, also when nobody answers about the name."""
    world.say("komplain")
    world.say(SECRET)
    silent = world.another()
    world.say("komplain", silent)
    world.clock.advance(24 * 3600)
    retention.purge_old(world.kit)
    complaints_left.file_left(world.kit)
    assert complaints_left.file_left(world.kit) == 0
    (complaint,) = complaints(world)
    assert (complaint.story, complaint.name, complaint.consent_at) == (SECRET, None, None)
    assert complaint.conversation_id == world.session.conversation_id
    assert "tanpa nama" in world.replies()[-1]
    assert complaint.number in world.replies()[-1]
    assert len(world.replies(silent)) == 1, "who told nothing hears nothing"


def test_evidence_belongs_to_the_complaint(world: World) -> None:
    """rule 8.2, stories 5: evidence is no file of the conversation, before and after it has been fetched."""
    person = Address(channel="wa", kind="user", value="w-1")
    picture = MediaRef(provider_id="p-1", mime="image/jpeg")

    def send(key: str, text: str, kind: Kind = Kind.TEXT, media: MediaRef | None = None) -> str:
        incoming = Incoming(address=person, external_id=key, text=text, kind=kind, media=media)
        return receive(world.kit, [incoming])[0].conversation_id

    conversation = send("1", "pengaduan")
    send("2", SECRET)
    send("3", "", Kind.IMAGE, picture)
    (early,) = files.wanted(world.kit)
    files.keep(world.kit, early, b"early")
    send("4", "", Kind.IMAGE, picture)
    send("5", "tanpa nama")
    (late,) = files.wanted(world.kit)
    files.keep(world.kit, late, b"late")
    (complaint,) = complaints(world)
    with world.kit.uow.read() as uow:
        assert {file.id for file in uow.complaints.files(complaint.id)} == {early.id, late.id}
        assert uow.files.get(early.id) is uow.files.get(late.id) is None
        assert uow.messages.after(conversation, 0, 10) == []


def test_a_provider_retries_and_nothing_is_doubled(world: World) -> None:
    """platforms 4.7: the same delivery twice is one message, also when its words were taken away."""
    world.say("pengaduan")
    key = world.keys
    world.keys = key - 1
    again = world.say("pengaduan")
    assert again.duplicate
    assert len(world.replies()) == 1


def test_gratification(world: World) -> None:
    """rule 10.5: asked for money, the bot states that the service is free."""
    world.say("pengaduan")
    world.say("Saya diminta uang seratus ribu oleh petugas untuk data penduduk.")
    world.say("anonim")
    assert "Semua layanan konsultasi kami gratis" in world.replies()[-1]


def test_asking_after_an_earlier_one(world: World) -> None:
    """stories 21a: 'aduan saya minggu lalu kok belum ada kabar' is the status check."""
    world.rasa.answer = lambda request: reply(bubble("x"), commands=[STARTS])
    world.say("aduan saya minggu lalu kok belum ada kabar")
    world.turn()
    assert world.replies() == [
        "Untuk kabar aduan, tulis nomor dan kodenya, misalnya: status aduan PGD-20261123-0007 ABC234."
    ]


def test_a_button_below_an_answer_begins_it(world: World) -> None:
    """stories 21a: asking about it gets the answer with a button that starts the flow, also when Rasa is away."""
    about = bubble("Ada empat kanal.", ("Sampaikan aduan", {"intent": "pengaduan", "entities": []}))
    world.rasa.answer = lambda request: reply(about)
    world.say("aduan itu ke mana ya?")
    world.turn()
    world.press("Sampaikan aduan")
    assert world.replies()[-1].startswith("Mohon maaf atas pengalaman Anda")
    assert world.turn() == []


def test_a_turn_given_up_that_speaks_of_a_complaint(world: World) -> None:
    """stories 5: with Rasa broken, what may be a complaint does not end in the officers' queue."""
    world.rasa.answer = lambda request: 500
    world.last_success = True
    text = f"{SECRET}, saya mau komplain"
    world.say(text)
    for _ in range(12):
        world.clock.advance(30)
        world.turn()
    assert "Cerita tadi saya catat sebagai aduan" in world.replies()[-1]
    assert desk_queue.queue(world.kit, world.officer("rina")) == []
    world.say("anonim")
    (complaint,) = complaints(world)
    assert complaint.story == text


def test_on_a_providers_channel(world: World) -> None:
    """stories 5: our questions go out by the provider and stand beside the transcript; a take does not drop them."""
    person = Address(channel="fake", kind="user", value="p-1")
    received = receive(world.kit, [Incoming(address=person, external_id="1", text="pengaduan")])[0]
    with world.kit.uow() as uow:
        uow.outbox.drop_unsent_bot(received.conversation_id, world.clock.now)
        uow.commit()
    ((outgoing, address),) = sendings.begin(world.kit, {"fake": 1}, lambda each, where: 0)
    assert (address, outgoing.text[:10]) == (person, "Mohon maaf")
    sendings.record_sent(world.kit, outgoing, "p-1")
    sendings.record_sent(world.kit, outgoing, "p-1")
    with world.kit.uow.read() as uow:
        assert uow.messages.after(received.conversation_id, 0, 10) == []
        kept = uow.private_messages.after(received.conversation_id, 0, 10)
    assert [(m.seq, m.speaker) for m in kept] == [(1, Speaker.USER), (2, Speaker.BOT)]
