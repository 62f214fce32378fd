"""The guest book around a hand-over: it never delays it, and an officer can complete it (stories 7, 17)."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.accounts import Role
from bot.core.conversations import State
from bot.core.desk_settings import Switches
from bot.core.errors import InputRefused, PermissionRefused
from bot.core.guests import ConsentHow
from bot.core.messages import Speaker
from bot.core.turns import TurnReply
from bot.services import (
    accounts,
    converse,
    desk,
    desk_queue,
    guest_completion,
    presence,
    service_day,
)
from bot.services.converse import Settled
from tests.fakes import Json, bubble, reply, wants_officer
from tests.world import World

FRIDAY_EVENING = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)  # 16.00 WIB
ASKED = "mohon balas dalam satu pesan: nama, instansi/kampus (atau 'perorangan'), keperluan"


def unsure(text: str = "?") -> Json:
    """A miss."""
    missed = reply(bubble(text, sure=False))
    missed["decision"] = {"kind": "fallback", "faq": [], "intent": "luput", "confidence": 0.1}
    return missed


def test_asked_with_the_welcome_and_never_before_it(waiting: World) -> None:
    """service_rules 6.2, 6.6, stories 7: the form comes with the welcome; the place in the queue waits for nothing."""
    (welcome,) = waiting.replies()
    assert welcome.startswith("Permintaan Anda sudah diterima, nomor PST-20261123-0001.")
    assert ASKED in welcome
    assert [b.title for b in waiting.seen()[-1].buttons] == ["Setuju", "Isi nanti"]
    assert waiting.conversation.state is State.WAITING
    assert waiting.consultation.waiting_since == waiting.clock.now


def test_one_message_and_consent(waiting: World) -> None:
    """service_rules 6.2, 6.3, 12.3: one message; consent with notice version and time; the need is the question."""
    waiting.say("budi, umpr, skripsi, 081200000000000")
    waiting.press("Setuju")
    row = waiting.guest_book
    assert row is not None
    assert (row.name, row.institution, row.institution_category) == ("budi", "umpr", "Sekolah/Kampus/Riset")
    assert (row.purpose, row.need, row.filled_by) == ("skripsi", "angka ipm 2023", "pengguna")
    assert (row.consent_at, row.consent_how) == (waiting.clock.now, ConsentHow.CHAT)
    assert row.consent_version
    assert len(waiting.rasa.requests) == 1, "answers are no questions"


def test_a_question_in_the_middle(waiting: World) -> None:
    """issue 4.3: it is answered, followed once by what is still open, and the form goes on."""
    waiting.say("budi, umpr")
    waiting.rasa.answer = lambda request: reply(bubble("ini jawabannya"))
    for _ in range(2):
        waiting.say("berapa inflasi seruyan?")
        waiting.turn()
    assert waiting.replies()[-3:] == [
        "ini jawabannya",
        "Untuk buku tamu, yang masih perlu: keperluan.",
        "ini jawabannya",
    ]
    waiting.say("skripsi")
    assert waiting.replies()[-1].startswith("Tercatat: nama budi, instansi umpr, keperluan skripsi.")


def test_what_nobody_understood_is_the_answer(waiting: World) -> None:
    """stories 7: an unsure message is taken as the field that was asked; an unsure question stays one."""
    waiting.rasa.answer = lambda request: unsure()
    waiting.say("budi")
    waiting.turn()
    assert waiting.replies()[-1] == "Terima kasih. Mohon lengkapi: instansi/kampus (atau 'perorangan'), keperluan."
    waiting.say("gimana angka yang tadi")
    waiting.turn()
    assert waiting.replies()[-1] == "Sudah saya catat untuk petugas."


@pytest.mark.parametrize("text", ["data sawit di seruyan 2023", "luas panen padi di kecamatan hanau", "tpt, tpak"])
def test_a_search_in_the_middle_is_answered(waiting: World, text: str) -> None:
    """stories 7, 2: who waits goes on asking; a search for figures is nobody's name and institution."""
    waiting.rasa.answer = lambda request: reply(bubble("ini jawabannya"))
    waiting.say(text)
    waiting.turn()
    assert waiting.replies()[-1] == "ini jawabannya"
    waiting.say("budi, umpr, skripsi")
    assert waiting.replies()[-1].startswith("Tercatat: nama budi, instansi umpr, keperluan skripsi.")


@pytest.mark.parametrize("way", ["langsung saja", "Isi nanti"])
def test_nothing_blocks(waiting: World, way: str) -> None:
    """stories 7: *langsung saja* and *Isi nanti*; the officer completes it, and it is not offered again."""
    waiting.press(way) if way == "Isi nanti" else waiting.say(way)
    assert waiting.replies()[-1] == "Baik. Buku tamu dilengkapi nanti bersama petugas."
    waiting.rasa.answer = lambda request: reply(bubble("jawab"))
    waiting.clock.advance(25 * 3600)
    waiting.say("ipm?")
    waiting.turn()
    assert ASKED not in waiting.replies()[-1]


def test_half_filled_is_offered_again_after_a_day(waiting: World) -> None:
    """rule 7.4: discarded after 24 hours, then offered once more."""
    waiting.say("budi, umpr")
    waiting.clock.advance(25 * 3600)
    waiting.rasa.answer = lambda request: reply(bubble("jawab"))
    for _ in range(2):
        waiting.say("ipm?")
        waiting.turn()
    assert sum(ASKED in text for text in waiting.replies()) == 2


def test_batal_leaves_the_queue_and_the_form(waiting: World) -> None:
    """stories 2: while waiting, *batal* is about the queue; the form goes with it."""
    waiting.rasa.answer = lambda request: reply(commands=[{"perintah": "batal_antrean"}])
    waiting.say("batal")
    waiting.turn()
    waiting.rasa.answer = lambda request: reply(bubble("hai"))
    waiting.say("budi, umpr, skripsi")
    assert len(waiting.turn()) == 1


def test_corrected_after_it_is_filled(waiting: World) -> None:
    """issue 4.3: correction at any step, also when all is told."""
    waiting.say("setuju, budi, umpr, skripsi")
    waiting.say("nama saya Budi Santoso")
    row = waiting.guest_book
    assert row is not None
    assert row.name == "Budi Santoso"
    assert waiting.replies()[-1] == "Terima kasih, buku tamu sudah diperbaiki."


def test_an_identity_number_is_not_even_stored(waiting: World) -> None:
    """rule 2.2: NIK is never collected."""
    waiting.say("budi, 6208011234567890, skripsi")
    assert waiting.replies()[-1].startswith("Kami tidak meminta dan tidak menyimpan NIK")
    assert "6208011234567890" not in repr(waiting.seen())
    assert [m.text for m in waiting.seen() if m.speaker is Speaker.USER][
        -1
    ] == "budi, [nomor identitas dihapus], skripsi"


@pytest.fixture
def stuck(manned: World) -> World:
    """Nobody was asked for; the person types the guest book on their own, and it is wrong three times."""
    world = manned
    world.say("isi buku tamu")
    for _ in range(3):
        world.say("r2d2, umpr, skripsi")
    return world


def test_after_two_explanations_an_officer_is_offered(stuck: World) -> None:
    """Rule 8.1, issue 4, bad input: explained twice; then the person chooses, and an officer is one press away."""
    assert sum("Nama ditulis dengan huruf saja" in text for text in stuck.replies()) == 2
    assert stuck.replies()[-1].startswith("Isiannya belum cocok juga")
    assert [b.title for b in stuck.seen()[-1].buttons] == ["Coba lagi", "Bicara petugas"]
    stuck.press("Bicara petugas")
    assert stuck.conversation.state is State.WAITING
    assert "nomor PST-20261123-0001" in stuck.replies()[-1]
    row = stuck.guest_book
    assert row is not None, "the officer completes it; it is not asked for again"
    assert row.name is None
    assert stuck.consultation.question == "Ingin bicara dengan petugas."
    assert stuck.rasa.requests == []


def test_who_tries_again_begins_anew(stuck: World) -> None:
    """Rule 8.1: *Coba lagi* asks once more, and explains twice again."""
    stuck.press("Coba lagi")
    assert ASKED in stuck.replies()[-1]
    stuck.say("setuju, budi, umpr, skripsi")
    assert stuck.replies()[-1] == "Terima kasih, buku tamu sudah lengkap."
    assert stuck.conversation.state is State.BOT


def test_a_returning_person_says_sama(waiting: World) -> None:
    """rule 6.6: ask once, reuse with consent; a number silent for six months starts anew (stories 15)."""
    waiting.say("setuju, budi, umpr, skripsi")
    officer = waiting.officer("rina")
    for months, expected in ((1, "masih sama seperti sebelumnya? Nama budi"), (8, ASKED)):
        desk.take(waiting.kit, officer, waiting.session.conversation_id)
        desk.hand_back(waiting.kit, officer, waiting.session.conversation_id)
        waiting.clock.now += timedelta(days=30 * months)
        presence.beat(waiting.kit, officer)
        waiting.rasa.answer = lambda request: reply(commands=[wants_officer("angka gini")])
        waiting.say("petugas")
        waiting.turn()
        assert expected in waiting.replies()[-1]
        if months == 1:
            waiting.press("Sama")
            row = waiting.guest_book
            assert row is not None
            assert (row.name, row.purpose, row.need, row.is_filled) == ("budi", "skripsi", "angka gini", True)


def test_while_an_officer_serves_the_form_is_the_officers(waiting: World) -> None:
    """rule 6.10: the bot is silent; what was typed so far is seen, and the officer completes it (stories 7)."""
    waiting.say("budi, umpr")
    officer = waiting.officer("rina")
    desk.take(waiting.kit, officer, waiting.session.conversation_id)
    said = len(waiting.replies())
    waiting.say("siti, bappeda, rkpd")
    assert len(waiting.replies()) == said
    consultation = waiting.consultation
    draft = guest_completion.guest_book_of(waiting.kit, officer, consultation.id)
    assert draft is not None
    assert (draft.name, draft.need, draft.consent_at) == ("budi", "angka ipm 2023", None)
    filled = guest_completion.complete_guest_book(
        waiting.kit, officer, consultation.id,
        {"name": "Budi Santoso", "institution": "UMPR", "category": "Sekolah/Kampus/Riset", "purpose": "skripsi"},
        ConsentHow.SPOKEN,
    )  # fmt: skip
    assert filled == guest_completion.guest_book_of(waiting.kit, officer, consultation.id)
    assert (filled.filled_by, filled.consent_how, filled.is_filled) == (officer.id, ConsentHow.SPOKEN, True)


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"name": "x"}, "name"), ({"email": "tidak"}, "email"), ({"category": "Guru"}, "category"),
     ({"purpose": "6208011234567890"}, "nik"), ({"phone": "12"}, "phone"), ({"agama": "x"}, "agama")],
)  # fmt: skip
def test_an_officer_cannot_type_anything(waiting: World, fields: dict[str, str], why: str) -> None:
    """rules 8.1, 2.2: checked in the use case; fields that are never collected are refused."""
    officer = waiting.officer("rina")
    with pytest.raises(InputRefused, match=why):
        guest_completion.complete_guest_book(waiting.kit, officer, waiting.consultation.id, fields, ConsentHow.WRITTEN)


def test_rights(waiting: World) -> None:
    """stories 8: pimpinan and konten read no guest book."""
    head = waiting.officer("kepala", Role.PIMPINAN, Role.KONTEN, Role.PENGADUAN)
    consultation = waiting.consultation
    with pytest.raises(PermissionRefused):
        guest_completion.guest_book_of(waiting.kit, head, consultation.id)
    with pytest.raises(PermissionRefused):
        guest_completion.complete_guest_book(waiting.kit, head, consultation.id, {}, ConsentHow.SPOKEN)


def strict(world: World) -> list[Settled]:
    """The turns of an office that keeps the standard's order (A-9)."""
    accounts.ensure_admin(world.kit, "sandi-admin-1")
    admin = accounts.authenticate(world.kit, accounts.log_in(world.kit, "admin", "sandi-admin-1", "ip"))
    service_day.set_switches(world.kit, admin, Switches(form_first=True))
    settled = []
    for claimed in world.claim():
        answer = world.ask(claimed)
        assert isinstance(answer, TurnReply)
        settled.append(converse.commit(world.kit, claimed, answer))
    return settled


def test_strict_order_asks_before_an_officer(manned: World) -> None:
    """A-9, stories 24b: `wajib_form_di_awal`: the form, then the queue."""
    world = manned
    about = reply(bubble("Halo."))
    about["decision"]["faq"] = []
    world.rasa.answer = lambda request: about
    world.say("halo")
    strict(world)
    world.rasa.answer = lambda request: reply(commands=[wants_officer("angka ipm")])
    world.say("petugas")
    strict(world)
    assert desk_queue.queue(world.kit, world.officer("rina")) == []
    assert world.replies()[-1].startswith("Sebelum dilayani, standar pelayanan meminta data diri singkat.")
    world.say("setuju, budi, umpr, skripsi")
    assert world.conversation.state is State.WAITING
    assert world.replies()[-1].startswith("Permintaan Anda sudah diterima")
    row = world.guest_book
    assert row is not None
    assert (row.name, row.need) == ("budi", "angka ipm")
    with world.kit.uow.read() as uow:
        assert uow.bot_sessions.current(world.session.conversation_id) is None


def test_strict_order_asks_before_an_answer_that_counts(manned: World) -> None:
    """A-9: the answer waits for the form and is then given; the next one needs no form."""
    world = manned
    world.rasa.answer = lambda request: reply(bubble("IPM ada di tabel"))
    world.say("ipm seruyan")
    strict(world)
    assert "IPM" not in world.replies()[-1]
    world.say("setuju, budi, umpr, skripsi")
    strict(world)
    assert world.replies()[-1] == "IPM ada di tabel"
    world.say("ipm kotim")
    strict(world)
    assert world.replies()[-1] == "IPM ada di tabel"


def test_strict_order_lets_go_who_insists(world: World) -> None:
    """stories 7: nothing blocks a person who says *langsung saja*."""
    world.rasa.answer = lambda request: reply(bubble("IPM ada di tabel"))
    world.say("ipm seruyan")
    strict(world)
    world.say("langsung saja")
    strict(world)
    assert world.replies()[-1] == "IPM ada di tabel"


def test_strict_order_offers_an_officer_too(world: World) -> None:
    """A-9, rule 8.1: whom the form does not let through reaches an officer with the question that waited."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer("angka ipm")])
    world.say("petugas")
    strict(world)
    for _ in range(3):
        world.say("r2d2, umpr, skripsi")
    world.press("Bicara petugas")
    assert world.conversation.state is State.WAITING
    assert world.consultation.question == "angka ipm"


def test_strict_order_leaves_service_information_free(world: World) -> None:
    """rule 6.6: service information and greetings never need the form."""
    about = reply(bubble("buka 08.00"))
    about["decision"]["faq"] = ["layanan_jam_operasional"]
    world.rasa.answer = lambda request: about
    world.say("jam buka")
    strict(world)
    assert world.replies() == ["buka 08.00"]


def test_the_queue_shows_no_form(waiting: World) -> None:
    """stories 7: the place in the queue never waits for the form."""
    assert len(desk_queue.queue(waiting.kit, waiting.officer("rina"))) == 1


def test_nothing_is_kept_without_consent(waiting: World) -> None:
    """rule 12.3, stories 7: who corrects the recap and never agrees leaves an empty row to the officer."""
    for words in ("budi, umpr, skripsi", "nama saya Budi Santoso", "nama saya Budi Santosa", "nama saya Budi Santosi"):
        waiting.say(words)
    row = waiting.guest_book
    assert row is not None
    assert (row.name, row.institution, row.purpose, row.consent_at) == (None, None, None, None)
