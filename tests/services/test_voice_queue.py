"""Who sends voice notes is not asked to type a form (stories 16)."""

import pytest

from bot.core.conversations import State
from bot.core.desk_settings import Switches
from bot.core.messages import Incoming, Kind, MediaRef
from bot.services import accounts, service_day
from bot.services.receive import receive
from tests.fakes import bubble, reply, wants_officer
from tests.world import World


def keep_strict_order(world: World) -> None:
    """`wajib_form_di_awal` (A-9)."""
    accounts.ensure_admin(world.kit, "sandi-admin-1")
    admin = accounts.authenticate(world.kit, accounts.log_in(world.kit, "admin", "sandi-admin-1", "ip"))
    service_day.set_switches(world.kit, admin, Switches(form_first=True))


def speak(world: World) -> None:
    """A voice note, and the turn that follows."""
    with world.kit.uow.read() as uow:
        address = uow.conversations.address_of(world.conversation)
    assert address is not None
    world.keys += 1
    media = MediaRef(provider_id="v-1", mime="audio/ogg")
    receive(
        world.kit, [Incoming(address=address, external_id=f"v-{world.keys}", text="", kind=Kind.VOICE, media=media)]
    )
    world.turn()


@pytest.mark.parametrize("strict_order", [False, True])
def test_a_second_voice_note_queues_without_form(manned: World, strict_order: bool) -> None:
    """stories 16: neither before the hand-over nor beside it nor after the next message; the officer completes it."""
    if strict_order:
        keep_strict_order(manned)
    manned.rasa.answer = lambda request: reply(commands=[{**wants_officer(), "tanpa_formulir": True}])
    speak(manned)
    assert manned.conversation.state is State.WAITING
    manned.rasa.answer = lambda request: reply(bubble("ya?"))
    manned.say("halo pak")
    manned.turn()
    assert manned.replies()[0].startswith("Permintaan Anda sudah diterima, nomor PST-20261123-0001.")
    assert "buku tamu" not in "\n".join(manned.replies()).lower()
    row = manned.guest_book
    assert row is not None
    assert (row.name, row.consent_at) == (None, None)


def test_outside_hours_the_voice_person_hears_how_to_read_the_answer(manned: World) -> None:
    """stories 16, 17: who cannot be reached again is told where the answer will stand, without a form."""
    manned.clock.advance(8 * 3600)
    manned.rasa.answer = lambda request: reply(commands=[{**wants_officer(), "tanpa_formulir": True}])
    speak(manned)
    assert "Simpan nomor PST-20261123-0001." in manned.replies()[-1]
    assert "buku tamu" not in manned.replies()[-1]


def test_a_voice_note_inside_the_form_queues_by_itself(manned: World) -> None:
    """stories 16, A-9: who was asked to type and speaks instead is in the queue, and the form is the officer's."""
    keep_strict_order(manned)
    manned.rasa.answer = lambda request: reply(commands=[wants_officer("angka ipm")])
    manned.say("petugas")
    manned.turn()
    assert manned.replies()[-1].startswith("Sebelum dilayani")
    manned.rasa.answer = lambda request: reply(bubble("Pesan suara belum bisa saya dengarkan."))
    speak(manned)
    assert manned.conversation.state is State.WAITING
    assert "Permintaan Anda sudah diterima" in manned.replies()[-1]
    assert "dengarkan" not in "\n".join(manned.replies())
    row = manned.guest_book
    assert row is not None
    assert (row.name, row.need) == (None, "angka ipm")


def test_a_voice_note_inside_a_form_that_nothing_waits_for_queues_too(manned: World) -> None:
    """stories 16: also in a guest book that the person began."""
    manned.say("buku tamu")
    manned.rasa.answer = lambda request: reply(bubble("Pesan suara belum bisa saya dengarkan."))
    speak(manned)
    assert manned.conversation.state is State.WAITING
