"""What the console's officers do beside replying: notes, canned replies, search, correcting what it was about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category, ClosingReason, Need, Subject
from bot.core.conversations import State
from bot.core.errors import ConversationUnknown, InputRefused, NotFound, PermissionRefused, TitleTaken
from bot.core.messages import Speaker
from bot.core.notes import NoteKind
from bot.services import (
    canned,
    deliver,
    desk,
    desk_history,
    desk_lines,
    desk_queue,
    desk_views,
    holding,
    notes,
    presence,
    service_day,
    transfer,
)
from bot.services.canned import Draft
from tests.fakes import MONDAY_TEN, bubble, reply, wants_officer
from tests.world import World

PDF = b"%PDF-1.7 tabel"


@pytest.fixture
def waiting(world: World) -> World:
    world.rasa.answer = lambda request: reply(commands=[wants_officer(request["messages"][-1]["text"])])
    world.say("mau bicara petugas")
    world.turn()
    return world


def test_a_note_is_read_by_colleagues_and_never_sent(waiting: World) -> None:
    """Issue 4, point 5: an internal note stands in the console's transcript, and nowhere in the person's."""
    siti, budi = waiting.officer("siti"), waiting.officer("budi")
    where, before = waiting.session.conversation_id, waiting.replies()
    first = notes.add(waiting.kit, siti, where, "sudah saya telepon <b>dinas</b>", "k1")
    assert notes.add(waiting.kit, siti, where, "sudah saya telepon <b>dinas</b>", "k1") == first
    seen = desk_views.transcript(waiting.kit, budi, where)
    [note] = seen.notes
    assert (note.text, note.kind, seen.names[note.author_id]) == (
        "sudah saya telepon <b>dinas</b>",
        NoteKind.NOTE,
        "Siti",
    )
    assert note.after_seq == seen.messages[-1].seq
    assert waiting.replies() == before


@pytest.mark.parametrize(("text", "code"), [("  ", "kosong"), ("a" * 2_001, "catatan_panjang")])
def test_a_note_has_limits(waiting: World, text: str, code: str) -> None:
    """Bad input is refused with a reason."""
    with pytest.raises(InputRefused, match=code):
        notes.add(waiting.kit, waiting.officer("siti"), waiting.session.conversation_id, text, "k")


def test_no_notes_on_talks_with_the_assistant_alone(world: World) -> None:
    """stories 8: such a conversation is nobody's reading, and nobody's to note on."""
    with pytest.raises(ConversationUnknown):
        notes.add(world.kit, world.officer("siti"), world.session.conversation_id, "x", "k")


def test_notes_and_canned_replies_belong_to_roles(waiting: World) -> None:
    """stories 8: pimpinan does neither; an admin keeps canned replies without serving anybody."""
    kit, where = waiting.kit, waiting.session.conversation_id
    head, admin = waiting.officer("kepala", Role.PIMPINAN), waiting.officer("ketua", Role.ADMIN)
    draft = Draft(canned_id=None, title="Salam", text="Selamat pagi")
    for act in (
        lambda: notes.add(kit, head, where, "x", "k"),
        lambda: canned.save(kit, head, draft),
        lambda: canned.listed(kit, head),
        lambda: canned.remove(kit, head, "x"),
        lambda: canned.filled(kit, admin, where),
        lambda: canned.send_file(kit, admin, where, "x", "", "k"),
        lambda: desk_history.history(kit, head),
        lambda: desk_queue.pulse(kit, head),
        lambda: desk_views.earlier(kit, head, where, 9),
    ):
        with pytest.raises(PermissionRefused):
            act()
    canned.save(kit, admin, draft)
    assert [each.title for each in canned.listed(kit, admin)] == ["Salam"]


def test_a_canned_reply_is_filled_for_the_conversation(waiting: World) -> None:
    """Peers row 52: variables become the office's facts and this person's number; braces in values mean nothing."""
    siti, kit = waiting.officer("siti"), waiting.kit
    text = "Yth. {nama}, permintaan {tiket} kami terima. Buka {jam_layanan}, {tautan.situs_provinsi}. Salam, {petugas}"
    canned.save(kit, siti, Draft(canned_id=None, title=" Salam   pembuka ", text=text))
    [filled] = canned.filled(kit, siti, waiting.session.conversation_id)
    assert filled.title == "Salam pembuka"
    assert filled.text == (
        "Yth. Bapak/Ibu, permintaan PST-20261123-0001 kami terima. Buka 08.00-15.30 WIB, "
        f"{kit.office.links['situs_provinsi']}. Salam, Siti"
    )


def test_a_canned_reply_tells_the_hours_of_the_day(waiting: World) -> None:
    """stories 20: in Ramadan an officer's ready words have Ramadan's hours too."""
    siti, kit, today = waiting.officer("siti"), waiting.kit, MONDAY_TEN.date()
    ani, last = waiting.officer("ani", Role.ADMIN), today + timedelta(days=9)
    by_day = {"jumat": ["08.00-15.30"]}
    service_day.add_special(kit, ani, first=today, last=last, hours=["08.00-15.00"], by_day=by_day)
    canned.save(kit, siti, Draft(canned_id=None, title="Jam", text="Buka {jam_layanan}."))
    [filled] = canned.filled(kit, siti, waiting.session.conversation_id)
    assert filled.text == "Buka 08.00-15.00 (Jumat 08.00-15.30) WIB."


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        pytest.param("Salam", "Halo {nma}", "isian", id="a slip in a variable would be sent as it is"),
        pytest.param("Salam", "Halo {}", "isian", id="nothing in the braces"),
        pytest.param("Salam", "Halo {Nama}", "isian", id="capital letters are another name"),
        pytest.param("", "Halo", "judul", id="without a title nobody finds it"),
        pytest.param("x" * 61, "Halo", "judul", id="a title is one line"),
        pytest.param("Salam", " ", "kosong", id="without words"),
        pytest.param("Salam", "x" * 2_001, "teks_panjang", id="too long for one bubble"),
    ],
)
def test_what_cannot_be_a_canned_reply_is_refused_when_saved(world: World, title: str, text: str, code: str) -> None:
    """An unknown variable is refused by whoever writes it, not discovered by a citizen."""
    with pytest.raises(InputRefused, match=code):
        canned.save(world.kit, world.officer("siti"), Draft(canned_id=None, title=title, text=text))


def test_titles_of_canned_replies_are_unique(world: World) -> None:
    """Two of one name could not be told apart in the picker."""
    siti, kit = world.officer("siti"), world.kit
    first = canned.save(kit, siti, Draft(canned_id=None, title="Salam", text="Halo"))
    with pytest.raises(TitleTaken):
        canned.save(kit, siti, Draft(canned_id=None, title="SALAM", text="Hai"))
    assert canned.save(kit, siti, Draft(canned_id=first, title="salam", text="Hai")) == first
    canned.remove(kit, siti, first)
    assert canned.listed(kit, siti) == []
    with pytest.raises(NotFound):
        canned.save(kit, siti, Draft(canned_id=first, title="salam", text="Hai"))


def test_a_canned_reply_brings_its_file(waiting: World) -> None:
    """Peers row 52, what Chatwoot lacks: the table goes out with the words, and each person has an own copy."""
    siti, kit, where = waiting.officer("siti"), waiting.kit, waiting.session.conversation_id
    saved = canned.save(kit, siti, Draft(canned_id=None, title="Tabel", text="Ini tabelnya", file=("t.pdf", PDF)))
    desk.take(kit, siti, where)
    sent = canned.send_file(kit, siti, where, saved, "Ini tabelnya", "k1")
    assert canned.send_file(kit, siti, where, saved, "Ini tabelnya", "k1") == sent
    last = waiting.seen()[-1]
    assert last.text == "Ini tabelnya"
    assert last.file_id is not None
    assert kit.files.read(last.file_id) == PDF
    canned.save(kit, siti, Draft(canned_id=saved, title="Tabel", text="Tanpa berkas", without_file=True))
    with pytest.raises(NotFound):
        canned.send_file(kit, siti, where, saved, "", "k2")
    assert kit.files.read(last.file_id) == PDF


def test_a_long_text_is_no_caption(world: World) -> None:
    """Providers cut captions at 1,024 characters: with a file the text is shorter."""
    draft = Draft(canned_id=None, title="Tabel", text="x" * 1_001, file=("t.pdf", PDF))
    with pytest.raises(InputRefused, match="teks_panjang"):
        canned.save(world.kit, world.officer("siti"), draft)


def test_search_finds_numbers_questions_and_messages(waiting: World) -> None:
    """Issue 4, point 5: search; every word must occur; only what came to the desk is found."""
    siti, kit = waiting.officer("siti"), waiting.kit
    desk.take(kit, siti, waiting.session.conversation_id)
    desk.reply(kit, siti, waiting.session.conversation_id, "Angka IPM 50%_ada di tabel", "k")
    other = waiting.another()
    waiting.say("minta data sawit Hanau", other)
    waiting.turn()
    waiting.rasa.answer = lambda request: reply(bubble("tabel sawit"))
    waiting.say("sawit juga", waiting.another())  # never asked for an officer
    waiting.turn()

    def found(query: str) -> list[str]:
        return [row.number[-4:] for row in desk_history.history(kit, siti, query=query).rows]

    assert found("SAWIT") == ["0002"]
    assert found("hanau sawit") == ["0002"]
    assert found("sawit ipm") == []
    assert found("pst-20261123-0001") == ["0001"]
    assert found("tabel") == ["0001"]
    assert found("50%_ada") == ["0001"]
    assert found("5%_a") == []  # a sign of LIKE is a letter here
    assert found("x") == []  # too short to mean anything: the closed ones, of which there are none


def test_history_comes_in_pages(waiting: World) -> None:
    """A year of consultations is read page by page, newest first."""
    siti, kit = waiting.officer("siti"), waiting.kit
    with kit.uow() as uow:
        first = uow.consultations.latest(waiting.session.conversation_id)
        assert first is not None
        for number in range(desk_history.PAGE + 1):
            closed_at = waiting.clock.now + timedelta(minutes=number)
            uow.consultations.add(
                replace(
                    first,
                    id=f"c{number}",
                    number=f"PST-20261120-{number:04d}",
                    closed_at=closed_at,
                    closing_reason=ClosingReason.SPAM,
                )
            )
        uow.commit()
    newest, oldest = desk_history.history(kit, siti), desk_history.history(kit, siti, page=1)
    assert (len(newest.rows), newest.has_more) == (desk_history.PAGE, True)
    assert newest.rows[0].number == f"PST-20261120-{desk_history.PAGE:04d}"
    assert ([row.number for row in oldest.rows], oldest.has_more) == (["PST-20261120-0000"], False)


def test_the_history_opens_the_consultation_that_was_chosen(waiting: World) -> None:
    """service_rules 7.6: each consultation is read under its own number, need and end, in a talk that has gone on."""
    siti, kit, where = waiting.officer("siti"), waiting.kit, waiting.session.conversation_id
    desk.take(kit, siti, where)
    desk.close(kit, siti, where, ClosingReason.SALAH_ALAMAT)
    waiting.clock.now += timedelta(days=3)
    waiting.say("sekarang data ipm")
    waiting.turn()
    [row] = desk_history.history(kit, siti).rows
    seen = desk_views.transcript(kit, siti, where, consultation_id=row.consultation_id)
    assert (seen.number, seen.question) == ("PST-20261123-0001", "mau bicara petugas")
    assert (seen.state, seen.closing_reason) == (State.CLOSED, ClosingReason.SALAH_ALAMAT)
    assert "sekarang data ipm" in [message.text for message in seen.messages]
    newest = desk_views.transcript(kit, siti, where)
    assert (newest.number, newest.state) == ("PST-20261126-0001", State.WAITING)
    with pytest.raises(ConversationUnknown):
        desk_views.transcript(kit, siti, where, consultation_id="of-another-conversation")


def test_the_officer_corrects_what_it_was_about(waiting: World) -> None:
    """Issue 4, point 1: category, topic and need are the officer's word when the consultation ends."""
    siti, kit, where = waiting.officer("siti"), waiting.kit, waiting.session.conversation_id
    desk.take(kit, siti, where)
    right = Subject(
        category=Category.KLASIFIKASI,
        topic="klasifikasi_kbli",
        need=Need(indicator="KBLI", region="Hanau", year="2020"),
    )
    wrong = Subject(category=Category.DATA, topic="x" * 129, need=Need())
    with pytest.raises(InputRefused, match="pokok"):
        desk.close(kit, siti, where, ClosingReason.SELESAI, wrong)
    desk.close(kit, siti, where, ClosingReason.SELESAI, right)
    seen = desk_views.transcript(kit, siti, where)
    assert (seen.category, seen.topic, seen.need) == (right.category, "Apa itu KBLI", right.need)
    assert seen.closed_at == waiting.clock.now


def test_colleagues_read_who_wrote_each_reply(waiting: World) -> None:
    """Service_rules 6.5: the desk names the officer of every reply, older pages too; a line of ours has no author."""
    siti, budi = waiting.officer("siti"), waiting.officer("budi")
    kit, where = waiting.kit, waiting.session.conversation_id
    desk.take(kit, siti, where)
    first = desk.reply(kit, siti, where, "saya carikan", "k1")
    presence.beat(kit, budi)
    transfer.transfer(kit, siti, where, budi.id, "soal KBLI")
    second = desk.reply(kit, budi, where, "ini jawabannya", "k2")
    seen = desk_views.transcript(kit, siti, where)
    assert seen.authors == {first: "Siti", second: "Budi"}
    assert [sent.author for sent in seen.sent] == ["Siti", "Budi"]
    assert desk_views.earlier(kit, siti, where, seen.messages[-1].seq).authors == {first: "Siti"}


def test_a_person_may_say_never_mind_to_the_officer(waiting: World) -> None:
    """Rule 7.6: `dibatalkan_pengguna` is also what the officer hears in words."""
    siti, kit, where = waiting.officer("siti"), waiting.kit, waiting.session.conversation_id
    desk.take(kit, siti, where)
    desk.close(kit, siti, where, ClosingReason.DIBATALKAN_PENGGUNA)
    [row] = desk_history.history(kit, siti).rows
    assert row.reason is ClosingReason.DIBATALKAN_PENGGUNA


def test_long_conversations_are_read_from_their_end(waiting: World) -> None:
    """The newest hundred messages first, the older ones when asked for."""
    siti, kit, where = waiting.officer("siti"), waiting.kit, waiting.session.conversation_id
    desk.take(kit, siti, where)
    with kit.uow() as uow:
        conversation = holding.locked(uow, where)
        for number in range(desk_lines.PAGE + 10):
            line = deliver.compose(kit, conversation, f"baris {number}", kit.clock(), speaker=Speaker.OFFICER)
            conversation = deliver.store(uow, kit, conversation, line)
        uow.conversations.save(conversation)
        uow.commit()
    start = desk_views.transcript(kit, siti, where).first_seq
    newest = desk_views.transcript(kit, siti, where, start).messages
    older = desk_views.earlier(kit, siti, where, newest[0].seq).messages
    assert len(newest) == desk_lines.PAGE
    assert older[-1].seq == newest[0].seq - 1
    assert older[0].text == "mau bicara petugas"


def clock_of(world: World, officer: Actor) -> tuple[str, str] | None:
    [row] = desk_queue.queue(world.kit, officer)
    return None if row.clock is None else (row.clock.name.value, row.clock.state.value)


def test_the_queue_shows_the_running_clock(waiting: World) -> None:
    """Rules 6.8 and 6.7: first the internal target of 15 minutes, then 30 minutes from the officer's first words."""
    siti, kit, where = waiting.officer("siti"), waiting.kit, waiting.session.conversation_id
    assert clock_of(waiting, siti) == ("jawaban_pertama", "tepat_waktu")
    waiting.clock.advance(11 * 60)
    assert clock_of(waiting, siti) == ("jawaban_pertama", "hampir")
    waiting.clock.advance(5 * 60)
    assert clock_of(waiting, siti) == ("jawaban_pertama", "terlambat")
    desk.take(kit, siti, where)
    assert clock_of(waiting, siti) == ("jawaban_pertama", "terlambat")
    desk.reply(kit, siti, where, "sebentar", "k1")
    assert clock_of(waiting, siti) == ("jawaban_petugas", "tepat_waktu")
    desk.mark(kit, siti, where, answered=True)
    assert clock_of(waiting, siti) is None


def test_what_was_sent_is_told_with_what_became_of_it(waiting: World) -> None:
    """Issue 4, point 5: delivery ticks of each of the officer's messages."""
    siti, kit, where = waiting.officer("siti"), waiting.kit, waiting.session.conversation_id
    desk.take(kit, siti, where)
    desk.reply(kit, siti, where, "Selamat pagi", "k1")
    [sent] = desk_views.transcript(kit, siti, where).sent
    assert (sent.text, sent.sending.value, sent.seq) == ("Selamat pagi", "sent", waiting.seen()[-1].seq)


def test_the_pulse_tells_who_waits_and_who_wrote(waiting: World) -> None:
    """Stories 6: what rings is a new waiting person, and a new message in a conversation one holds oneself."""
    siti, budi, where = waiting.officer("siti"), waiting.officer("budi"), waiting.session.conversation_id
    assert desk_queue.pulse(waiting.kit, siti).waiting == ("PST-20261123-0001",)
    desk.take(waiting.kit, siti, where)
    waiting.say("halo?")
    pulse = desk_queue.pulse(waiting.kit, siti)
    assert (pulse.waiting, dict(pulse.heard)) == ((), {where: waiting.seen()[-1].seq})
    assert dict(desk_queue.pulse(waiting.kit, budi).heard) == {}
