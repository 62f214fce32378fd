"""Duty notices about complaints: whoever may read one hears of it, by number alone (stories 5, service_rules 10)."""

from bot.core.accounts import Role
from bot.core.complaints import Source
from bot.core.guests import ConsentHow
from bot.core.sending import ChannelState
from bot.services import complaint_entry, complaints, presence
from tests.services.test_duty import link, rung
from tests.world import World


def test_a_new_complaint_rings_its_readers_once_by_number(world: World) -> None:
    """stories 5, rule 10.3: the reader hears of it; the officers do not, and nobody hears what it says."""
    head, siti = world.officer("kepala", Role.PENGADUAN), world.officer("siti")
    presence.beat(world.kit, siti)
    link(world, head, "kepala")
    link(world, siti, "siti")
    world.say("pengaduan")
    world.say("kemarin petugas membentak saya di loket pelayanan")
    world.say("anonim")
    told = rung(world)
    assert [line.partition(":")[0] for line in told] == ["kepala"]
    assert "PGD-20261123-0001" in told[0]
    assert "membentak" not in told[0]


def test_a_complaint_that_names_its_reader_passes_him_by(world: World) -> None:
    """service_rules 10.4, stories 5: neither rung nor shown from the filing on; with no reader left the next role."""
    roles = {"zainal": Role.PENGADUAN, "bupati": Role.PENGADUAN, "ratna": Role.PIMPINAN, "boss": Role.ADMIN}
    staff = {name: world.officer(name, role) for name, role in roles.items()}
    presence.beat(world.kit, world.officer("siti"))
    for name, actor in staff.items():
        link(world, actor, name)
    for named, hears in (("Zainal", ["bupati"]), ("zainal dan BUPATI", ["ratna"]),
                         ("Zainalabidin", ["bupati", "zainal"]), ("Zainal, Bupati, Ratna", ["boss"])):  # fmt: skip
        for text in ("pengaduan", f"kemarin {named} membentak saya di loket", "anonim"):
            world.say(text)
        assert [line.partition(":")[0] for line in rung(world)] == hears, named
    seen = [each.story for each in complaints.register(world.kit, staff["zainal"])]
    assert seen == ["kemarin Zainalabidin membentak saya di loket"]
    complaint_entry.register_complaint(
        world.kit, staff["bupati"], Source.BOX, "Pak Zainal tidak ada di tempat.", ConsentHow.ANONYMOUS
    )
    assert len(complaints.register(world.kit, staff["zainal"])) == 1


def test_a_complaint_without_a_reader_rings_the_admin_each_day(world: World) -> None:
    """stories 5: on a fresh install nobody reads complaints; the admin hears the number alone until somebody does."""
    boss = world.officer("boss", Role.ADMIN)
    presence.beat(world.kit, world.officer("siti"))
    link(world, boss, "boss")
    for text in ("pengaduan", "kemarin petugas membentak saya di loket", "anonim"):
        world.say(text)
    notice = "boss: Aduan PGD-20261123-0001 belum ada pembacanya. Beri peran Pimpinan atau Pengelola pengaduan"
    [line] = rung(world)
    assert line.startswith(notice)
    assert "membentak" not in line
    world.clock.advance(24 * 3600)
    [line] = rung(world)
    assert line.startswith(notice)
    link(world, world.officer("ratna", Role.PIMPINAN), "ratna")
    [line] = rung(world)
    assert line.startswith("ratna: Ada aduan baru, nomor PGD-20261123-0001.")
    world.clock.advance(24 * 3600)
    assert rung(world) == []


def test_a_complaint_hidden_later_rings_the_next_readers(world: World) -> None:
    """Rule 10.4: who was told of it may not read it any more, taken up or not; whoever may read it now hears."""
    roles = {"zainal": Role.PENGADUAN, "ratna": Role.PIMPINAN, "boss": Role.ADMIN}
    staff = {name: world.officer(name, role) for name, role in roles.items()}
    presence.beat(world.kit, world.officer("siti"))
    for name, actor in staff.items():
        link(world, actor, name)
    complaint_entry.register_complaint(
        world.kit, staff["ratna"], Source.BOX, "Loket tutup sebelum jamnya.", ConsentHow.ANONYMOUS
    )
    [complaint] = complaints.register(world.kit, staff["ratna"])
    assert [line.partition(":")[0] for line in rung(world)] == ["zainal"]
    complaints.add_note(world.kit, staff["zainal"], complaint.id, "sudah saya baca")
    complaints.name_subjects(world.kit, staff["ratna"], complaint.id, ["zainal"])
    assert [line.partition(":")[0] for line in rung(world)] == ["ratna"]
    complaints.name_subjects(world.kit, staff["ratna"], complaint.id, ["zainal", "ratna"])
    [line] = rung(world)
    assert line.startswith(f"boss: Aduan {complaint.number} belum ada pembacanya.")


def test_an_old_complaint_rings_among_many_newer_ones(world: World) -> None:
    """Stories 5: nothing falls out of sight because others came after it."""
    boss, clerk = world.officer("boss", Role.ADMIN), world.officer("ratna", Role.PIMPINAN)
    presence.beat(world.kit, world.officer("siti"))
    for story in ["Bu Ratna tidak pernah ada di kantor.", *["Loket gelap sejak pagi hari."] * 51]:
        complaint_entry.register_complaint(world.kit, clerk, Source.BOX, story, ConsentHow.ANONYMOUS)
    link(world, boss, "boss")
    [line] = rung(world)
    assert line.startswith("boss: Aduan PGD-20261123-0001 belum ada pembacanya.")


def test_what_nobody_could_be_told_rings_as_soon_as_somebody_can(world: World) -> None:
    """Stories 5, 6: without a linked phone nobody has heard of a complaint, a request or a fault."""
    boss, ratna, siti = world.officer("boss", Role.ADMIN), world.officer("ratna", Role.PIMPINAN), world.officer("siti")
    presence.beat(world.kit, siti)
    for text in ("pengaduan", "kemarin Boss dan Ratna membentak saya di loket", "anonim"):
        world.say(text)
    for text in ("perbaiki data", "tempat tinggal saya pindah ke Hanau"):
        world.say(text)
    complaint_entry.register_complaint(world.kit, ratna, Source.BOX, "Loket tutup lebih awal.", ConsentHow.ANONYMOUS)
    with world.kit.uow() as uow:
        uow.channel_states.save(ChannelState(channel="whatsapp", paused_at=world.clock.now))
        uow.commit()
    assert rung(world) == []
    link(world, siti, "siti")
    [line] = rung(world)
    assert line.startswith("siti: Aduan PGD-20261123-0001 belum ada pembacanya."), "no admin may hear of it"
    link(world, boss, "boss")
    link(world, ratna, "ratna")
    heard = [" ".join(line.split()[:5]) for line in rung(world)]
    assert heard == [
        "boss: Ada gangguan pada program:",
        "boss: Ada permintaan data pribadi,",
        "ratna: Ada aduan baru, nomor",
    ]
