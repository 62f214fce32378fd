"""*Data saya* and *hapus data saya* name all that is stored, *perbaiki data* loses no wish (stories 15)."""

from datetime import timedelta

import pytest

from bot.core.accounts import Role
from bot.core.conversations import Address
from bot.core.messages import Incoming
from bot.services import privacy
from bot.services.receive import receive
from tests.fakes import bubble, reply, wants_officer
from tests.world import World

STORY = "Loket tutup padahal masih jam layanan, saya menunggu"


def say(world: World, text: str, channel: str = "whatsapp") -> str:
    """Write on a provider's channel; what was answered last, in a turn or before it."""
    world.keys += 1
    kind, value = ("wa_id", "6280000000789") if channel == "whatsapp" else ("chat_id", "900000789")
    address = Address(channel=channel, kind=kind, value=value)
    received = receive(world.kit, [Incoming(address=address, external_id=f"m-{world.keys}", text=text)])[0]
    world.turn()
    with world.kit.uow.read() as uow:
        conversation = uow.conversations.get(received.conversation_id)
        assert conversation is not None
        sent = uow.outbox.due(world.clock.now + timedelta(days=1), {channel: 99})
        kept = uow.private_messages.after(received.conversation_id, 0, 500)
    return sent[-1].text if sent else kept[-1].text


@pytest.mark.parametrize(("channel", "shown"), [("whatsapp", "WhatsApp +62***789"), ("telegram", "Telegram ***789")])
def test_the_account_is_stored_and_named(world: World, channel: str, shown: str) -> None:
    """rule 12.3 (access), stories 15: the number by which a person is known, masked, without any guest book."""
    world.rasa.answer = lambda request: reply(bubble("halo"))
    answer = say(world, "data saya", channel)
    assert f"Yang tersimpan: akun Anda ({shown}), dan percakapan ini" in answer
    assert "80000000" not in answer


def test_a_guest_book_without_number_shows_the_account(world: World) -> None:
    """rule 12.3, stories 15: no *nomor -* where the number is the identifier; complaints are named."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    for words in ("petugas", "setuju, budi, umpr, skripsi, b@example.invalid", "pengaduan", STORY, "Budi"):
        world.say(words)
        world.turn()
    world.say("data saya")
    assert "nomor dan akun Obrolan web di peramban ini, aduan PGD-20261123-0001; persetujuan" in world.replies()[-1]


def test_a_recycled_number_hears_nothing_of_the_former_owners_complaint(world: World) -> None:
    """stories 15: neither before an erasure nor in *data saya*, also when the new owner has filed one."""
    world.rasa.answer = lambda request: reply(bubble("halo"))
    for words in ("pengaduan", STORY, "tanpa nama"):
        world.say(words)
    world.clock.now += timedelta(days=190)
    world.say("halo")
    world.turn()
    for command in ("hapus data saya", "data saya", "status aduan"):
        world.say(command)
        assert "PGD-20261123-0001" not in world.replies()[-1]
    for words in ("pengaduan", STORY, "tanpa nama"):
        world.say(words)
    own = world.replies()[-1].partition("nomor ")[2][:17]
    for command in ("hapus data saya", "data saya", "status aduan"):
        world.say(command)
        assert "PGD-20261123-0001" not in world.replies()[-1]
        assert own in world.replies()[-1]


def test_a_second_wish_joins_the_first(world: World) -> None:
    """service_rules 12.3, 12.5: the officer sees every wish that was acknowledged, the same one once, by one clock."""
    wishes = ("tempat tinggal saya pindah ke Hanau", "gelar saya sekarang M.Si.")
    for wish in (*wishes, wishes[0]):
        world.say("perbaiki data")
        world.say(wish)
        assert "Permintaan DP-20261123-0001 diterima" in world.replies()[-1]
        world.clock.advance(3600)
    (request,) = privacy.requests(world.kit, world.officer("ani", Role.ADMIN))
    assert request.wish == "\n".join(wishes)
    assert request.due_at - request.requested_at == timedelta(hours=72)


def test_a_correction_without_a_guest_book_reaches_a_person(world: World) -> None:
    """service_rules 12.3: what was confirmed with *Benar?* is not lost where there is no row to change."""
    for told in ("nama saya Zul Karnaen", "email saya zul@example.invalid"):
        world.say("perbaiki data")
        world.say(told)
        world.press("Ya, benar")
        assert "Permintaan DP-20261123-0001 diterima" in world.replies()[-1]
    (request,) = privacy.requests(world.kit, world.officer("ani", Role.ADMIN))
    assert request.wish == "nama Zul Karnaen\nemail zul@example.invalid"
