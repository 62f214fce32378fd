"""Where somebody is reached who cannot be answered now (stories 17)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.conversations import Address, State
from bot.core.messages import Incoming
from bot.services import (
    desk,
    guest_book,
    presence,
)
from bot.services.live_office import LiveOffice
from bot.services.receive import receive
from tests.fakes import reply, wants_officer
from tests.world import World

FRIDAY_EVENING = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)  # 16.00 WIB
ASKED = "mohon balas dalam satu pesan: nama, instansi/kampus (atau 'perorangan'), keperluan"


def test_who_cannot_be_reached_again_is_asked_for_a_way(world: World) -> None:
    """stories 17: web chat, outside hours: a number or an address, else the sentence about the number."""
    world.clock.now = FRIDAY_EVENING
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    assert "keperluan, nomor WhatsApp atau email untuk jawabannya." in world.replies()[-1]
    world.press("Isi nanti")
    assert world.replies()[-1].endswith(
        "Simpan nomor PST-20261127-0001. Untuk membaca jawabannya, buka lagi halaman obrolan ini di perangkat yang "
        "sama dalam 7 hari."
    )


def test_the_page_that_shows_the_answer_is_named(world: World) -> None:
    """stories 17: number and address of the page, where the office has given one (PST_PUBLIC_ORIGIN)."""
    written = replace(world.kit.live.written, origin="https://tanya.kantor.test")
    live = LiveOffice(world.kit.uow, world.clock, written, world.kit.live.written_texts, world.kit.hours.holidays)
    world.kit = replace(world.kit, live=live)
    world.clock.now = FRIDAY_EVENING
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    world.press("Isi nanti")
    assert world.replies()[-1].endswith(
        "Simpan nomor PST-20261127-0001. Jawabannya dapat dibaca selama 7 hari di perangkat yang sama: buka lagi "
        "halaman ini, atau tekan lalu simpan https://tanya.kantor.test/"
    )


def ask_again(world: World) -> str:
    """The consultation before is over, and four weeks later the person wants an officer, on a Friday evening again."""
    if world.conversation.state is not State.BOT:
        officer = world.officer("rina")
        desk.take(world.kit, officer, world.session.conversation_id)
        desk.hand_back(world.kit, officer, world.session.conversation_id)
        world.clock.now += timedelta(days=28)
    world.rasa.answer = lambda request: reply(commands=[wants_officer("angka gini")])
    world.say("petugas")
    world.turn()
    return world.replies()[-1]


def test_a_returning_person_is_asked_whether_the_contact_still_holds(world: World) -> None:
    """stories 17, 15: one line, masked; *sama* keeps it, and another address alone changes nothing else."""
    world.clock.now = FRIDAY_EVENING
    ask_again(world)
    world.say("setuju, budi, umpr, skripsi, budi@kampus.ac.id")
    assert "Jawaban kami kirim ke b***@kampus.ac.id, masih berlaku?" in ask_again(world)
    world.press("Sama")
    row = world.guest_book
    assert row is not None
    assert (row.email, row.is_filled) == ("budi@kampus.ac.id", True)


def test_another_number_alone_changes_the_contact_only(world: World) -> None:
    """stories 17, rule 12.3: nothing is asked again but the consent, which a number is not."""
    world.clock.now = FRIDAY_EVENING
    ask_again(world)
    world.say("setuju, budi, umpr, skripsi, budi@kampus.ac.id")
    ask_again(world)
    world.say("0812 0000 0000 00")
    assert world.replies()[-1].startswith("Tercatat: nama budi, instansi umpr, keperluan skripsi.")
    world.say("setuju")
    row = world.guest_book
    assert row is not None
    assert (row.name, row.phone, row.is_filled) == ("budi", "+628120000000000", True)


def test_a_returning_person_without_a_contact_is_asked_for_one(world: World) -> None:
    """stories 17: whoever was served in person before may have none on record; *tidak* loses nothing."""
    presence.beat(world.kit, world.officer("dina"))
    ask_again(world)
    world.say("setuju, budi, umpr, skripsi")
    world.clock.now = FRIDAY_EVENING
    assert "Nama budi" in ask_again(world)
    world.press("Sama")
    assert world.replies()[-1] == "Terima kasih. Mohon lengkapi: nomor WhatsApp atau email untuk jawabannya."
    world.say("tidak")
    assert "Simpan nomor PST-20261225-0001." in world.replies()[-1]
    row = world.guest_book
    assert row is not None
    assert (row.name, row.is_filled) == ("budi", True)


def test_telegram_hears_of_no_page(world: World) -> None:
    """stories 17: the answer comes where the question was asked; there is no page to open again."""
    world.clock.now = FRIDAY_EVENING
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    who = Address(channel="telegram", kind="id", value="bukan-orang")
    [got] = receive(world.kit, [Incoming(address=who, external_id="t1", text="petugas")])
    world.turn()
    with world.kit.uow() as uow:
        conversation = uow.conversations.get(got.conversation_id)
        assert conversation is not None
        [said] = guest_book.store(uow, world.kit, conversation, {"contact": "ya"}, world.clock.now)
    words = world.kit.texts.fill(said.key, **said.fields)
    assert words == "Simpan nomor PST-20261127-0001; jawabannya kami kirim di percakapan ini."


def test_with_an_officer_there_no_way_is_asked_for(world: World) -> None:
    """stories 17: only where the hand-over cannot start now."""
    presence.beat(world.kit, world.officer("rina"))
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    assert "untuk jawabannya" not in world.replies()[-1]
