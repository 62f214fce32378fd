"""Whom to tell after a data incident (rule 12.3, stories 15)."""

from datetime import timedelta

from bot.core.accounts import Role
from bot.core.complaints import Source
from bot.core.guests import ConsentHow
from bot.core.incidents import table_of
from bot.core.tables_out import csv_bytes
from bot.services import complaint_entry, incidents
from tests.visitors import arrives
from tests.world import World


def test_everybody_whose_data_were_stored_and_nobody_who_came_later(world: World) -> None:
    """service_rules 12.3 (breach notice): with the kinds of data; who wrote after it ended was not in reach."""
    world.say("halo")
    arrives(world.kit, name="Siti Aminah", phone="080000000001")
    world.clock.now += timedelta(hours=1)
    ended = world.clock.now
    world.clock.now += timedelta(hours=1)
    world.say("halo juga", world.another())
    arrives(world.kit, name="Tamu Kemudian")
    chat, visitor = incidents.affected(world.kit, ended)
    assert (chat.channel, chat.kinds) == ("webchat", ("pengenal", "percakapan"))
    assert (visitor.name, visitor.address, visitor.kinds) == ("Siti Aminah", "+6280000000001", ("buku tamu",))
    written = csv_bytes(table_of([chat, visitor])).decode("utf-8-sig")
    assert written.splitlines()[0].startswith("kontak")
    assert "halo" not in written


def test_who_complained_outside_the_chat_is_told_too(world: World) -> None:
    """service_rules 12.3, stories 24e: name and contact of a complaint typed in; of an anonymous one there is none."""
    head, story = world.officer("kepala", Role.PENGADUAN), "Loket tutup padahal masih jam layanan"
    told = (ConsentHow.WRITTEN, "Budi Santoso", "budi@example.invalid")
    complaint_entry.register_complaint(world.kit, head, Source.EMAIL, story, *told)
    complaint_entry.register_complaint(world.kit, head, Source.BOX, story, ConsentHow.ANONYMOUS)
    world.clock.now += timedelta(hours=1)
    ended = world.clock.now
    complaint_entry.register_complaint(world.kit, head, Source.WEBSITE, story, *told, ended)
    (found,) = [each for each in incidents.affected(world.kit, ended) if each.channel == "aduan"]
    assert (found.name, found.address, found.kinds) == ("Budi Santoso", "budi@example.invalid", ("aduan",))
