"""Duty notices to officers' own phones (stories 6, 14)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.accounts import Actor, Role
from bot.core.consultations import ClosingReason
from bot.core.conversations import Address
from bot.core.errors import PermissionRefused
from bot.core.messages import Sending
from bot.core.sending import ChannelState
from bot.services import desk, duty, duty_links, faults_seen, presence, service_day
from tests.fakes import reply, wants_officer
from tests.world import World

CONSOLE = "https://pst.example.invalid/console/"


def link(world: World, officer: Actor, value: str, channel: str = "fake") -> None:
    """The officer sends the code from the own phone."""
    code = duty_links.new_code(world.kit, officer)
    with world.kit.uow() as uow:
        conversation = uow.conversations.at(
            Address(channel=channel, kind="user", value=value), world.kit.new_id, world.clock.now
        )
        said = duty_links.redeem(uow, world.kit, conversation, f"Tautkan {code} ", world.clock.now)
        uow.commit()
    assert said is not None
    assert said.startswith("Tautan berhasil.")


def rung(world: World) -> list[str]:
    """What rings now, as text to each linked phone; ringing again rings nothing."""
    duty.ring(world.kit, CONSOLE)
    assert duty.ring(world.kit, CONSOLE) == 0
    texts = []
    with world.kit.uow() as uow:
        while due := uow.outbox.due(world.clock.now, {"fake": 1, "windowed": 1}):
            each = due[0]
            conversation = uow.conversations.get(each.conversation_id)
            address = None if conversation is None else uow.conversations.address_of(conversation)
            assert address is not None
            texts.append(f"{address.value}: {each.template or each.text}")
            uow.outbox.begin([each.id], world.clock.now + timedelta(minutes=2))
            uow.outbox.settle(each.id, Sending.SENT, world.clock.now)
        uow.commit()
    return sorted(texts)


def wait(world: World) -> None:
    world.rasa.answer = lambda request: reply(commands=[wants_officer("angka kemiskinan")])
    world.say("mau bicara petugas")
    world.turn()


@pytest.fixture
def staff(world: World) -> tuple[Actor, Actor, Actor]:
    """Siti is on duty on Mondays, Budi is not, the admin serves nobody."""
    siti, budi = world.officer("siti"), world.officer("budi")
    boss = world.officer("boss", Role.ADMIN)
    for officer in (siti, budi, boss):
        link(world, officer, officer.username)
    service_day.set_roster(world.kit, boss, {"senin": [siti.id]})
    presence.beat(world.kit, world.officer("tamu"))  # a console is open, its officer has no phone linked
    return siti, budi, boss


def test_three_steps(world: World, staff: tuple[Actor, Actor, Actor]) -> None:
    """stories 6: on duty at once, all officers after 10 working minutes, the admin after 20; no name, no question."""
    wait(world)
    start = world.clock.now
    notice = f"Ada 1 pengguna menunggu sejak 10.00, nomor PST-20261123-0001. {CONSOLE}"
    assert rung(world) == [f"siti: {notice}"]
    world.clock.now = start + timedelta(minutes=9, seconds=59)
    assert rung(world) == []
    world.clock.now = start + timedelta(minutes=10)
    assert [line.partition(":")[0] for line in rung(world) if "menunggu" in line] == ["budi", "siti"]
    world.clock.now = start + timedelta(minutes=20)
    assert any(line == f"boss: {notice}" for line in rung(world))


def test_quiet_outside_hours_and_rung_in_the_morning(world: World, staff: tuple[Actor, Actor, Actor]) -> None:
    """stories 6: asked at night, nobody is woken; the day's first step comes at the opening."""
    world.clock.now = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)  # Sunday 20.00 WIB
    wait(world)
    assert rung(world) == []
    world.clock.now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    [line] = [line for line in rung(world) if "menunggu" in line]
    assert line.startswith(
        "siti: Ada 1 pengguna menunggu sejak Minggu, 22 November pukul 20.00, nomor PST-20261122-0001."
    )


def test_who_sits_at_the_console_is_not_rung_at_once(world: World, staff: tuple[Actor, Actor, Actor]) -> None:
    """stories 6: an open console rings by itself; messages cost money (stories 13)."""
    presence.beat(world.kit, staff[0])
    wait(world)
    assert rung(world) == []


def test_who_is_absent_is_not_rung(world: World, staff: tuple[Actor, Actor, Actor]) -> None:
    """stories 6: tidak masuk, today."""
    siti, budi, _ = staff
    presence.mark_absent(world.kit, budi, siti.id)
    wait(world)
    world.clock.advance(10 * 60)
    assert [line.partition(":")[0] for line in rung(world) if "menunggu" in line] == ["budi"]


def test_held_by_who_is_away_rings_in_the_same_steps(world: World, staff: tuple[Actor, Actor, Actor]) -> None:
    """stories 6: offline 15 working minutes while the citizen waits rings on duty, all, admin."""
    colleague = world.officer("wulan")
    wait(world)
    rung(world)
    with world.kit.uow() as uow:
        (row,) = uow.desk_lists.open()
    presence.beat(world.kit, colleague)
    desk.take(world.kit, colleague, row.consultation.conversation_id)
    start = world.clock.now

    def heard_after(minutes: int) -> list[str]:
        world.clock.now = start + timedelta(minutes=minutes)
        lines = [line for line in rung(world) if "menunggu sejak" in line]
        assert all(row.consultation.number in line and "kemiskinan" not in line for line in lines)
        return [line.partition(":")[0] for line in lines]

    assert heard_after(14) == []
    assert heard_after(15) == ["siti"]
    assert heard_after(25) == ["budi", "siti"]
    assert heard_after(35) == ["boss"]


def test_who_is_released_rings_the_officers_from_the_first_step(
    world: World, staff: tuple[Actor, Actor, Actor]
) -> None:
    """stories 6: the count begins when it comes back into the queue; the place in line is kept."""
    budi, wulan = staff[1], world.officer("wulan")
    wait(world)
    rung(world)
    desk.take(world.kit, wulan, world.session.conversation_id)
    world.clock.advance(60 * 60)
    presence.mark_absent(world.kit, budi, wulan.id)
    [line] = [line for line in rung(world) if "menunggu" in line]
    assert line.startswith("siti: Ada 1 pengguna menunggu sejak 10.00, ")
    world.clock.advance(10 * 60)
    assert [line.partition(":")[0] for line in rung(world) if "menunggu" in line] == ["budi", "siti"]


def test_who_is_reopened_rings_again_on_the_same_day(world: World, staff: tuple[Actor, Actor, Actor]) -> None:
    """stories 6, rule 6.11: a first waiting that went to the last step does not silence the second."""
    siti, _, _ = staff
    wait(world)
    world.clock.advance(20 * 60)
    assert any(line.startswith("boss:") for line in rung(world))
    desk.take(world.kit, siti, world.session.conversation_id)
    desk.close(world.kit, siti, world.session.conversation_id, ClosingReason.SELESAI)
    world.clock.advance(60 * 60)
    world.say("maaf, satu lagi")
    assert [line.partition(":")[0] for line in rung(world) if "menunggu" in line] == ["siti"]


def test_no_console_is_told_to_the_admin_once_a_day(world: World, staff: tuple[Actor, Actor, Actor]) -> None:
    """stories 14: petugas tidak terhubung; the admin gets a notice."""
    world.clock.advance(9 * 60 + 59)
    wait(world)
    assert not any("tidak terhubung" in line for line in rung(world))
    world.clock.advance(61)
    assert [line.partition(":")[0] for line in rung(world) if "tidak terhubung" in line] == ["boss"]
    world.clock.advance(3600)
    assert not any("tidak terhubung" in line for line in rung(world))


def test_a_phone_beyond_the_window_is_rung_by_template_or_not_at_all(world: World) -> None:
    """platforms 1.8: free words only within 24 hours; a notice that waits for the officer to write is none."""
    siti = world.officer("siti")
    link(world, siti, "siti", channel="windowed")
    wait(world)
    assert rung(world) == []


def promised(world: World, officer: Actor, day: date) -> str:
    """Somebody is taken by the officer, who gives a day for the answer; the conversation."""
    wait(world)
    presence.beat(world.kit, officer)
    desk.take(world.kit, officer, world.session.conversation_id)
    desk.reply(world.kit, officer, world.session.conversation_id, "saya carikan", "k1", promised_for=day)
    assert about_promises(world) == []
    return world.session.conversation_id


WEDNESDAY = date(2026, 11, 25)
OPENING = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # 08.00 WIB


def about_promises(world: World) -> list[str]:
    return [line for line in rung(world) if "Hari janji" in line]


def test_a_promised_day_rings_its_holder_once_at_the_opening(world: World, staff: tuple[Actor, Actor, Actor]) -> None:
    """stories 24g: who promised hears the number on the day itself, when the office opens, and only once."""
    _, budi, _ = staff
    promised(world, budi, WEDNESDAY)
    world.clock.now = OPENING - timedelta(seconds=1)
    assert about_promises(world) == []
    world.clock.now = OPENING
    notice = f"Hari janji jawaban sudah tiba untuk PST-20261123-0001. Bukalah di konsol, menu Antrean. {CONSOLE}"
    assert about_promises(world) == [f"budi: {notice}"]
    world.clock.now = OPENING + timedelta(hours=3)
    assert about_promises(world) == []


def test_a_promise_rings_its_holder_once_a_phone_is_linked(world: World) -> None:
    """stories 24g: nobody was reminded while no phone could be rung, so the day's reminder is still to come."""
    siti, budi = world.officer("siti"), world.officer("budi")
    presence.beat(world.kit, siti)
    promised(world, budi, WEDNESDAY)
    world.clock.now = OPENING
    assert about_promises(world) == []
    link(world, budi, "budi")
    assert [line.partition(":")[0] for line in about_promises(world)] == ["budi"]


def test_a_promise_of_who_is_away_rings_all_on_duty(world: World, staff: tuple[Actor, Actor, Actor]) -> None:
    """stories 24g, 6: the people of a colleague who is *tidak masuk* wait again, and those on duty hear of it."""
    siti, budi, boss = staff
    promised(world, budi, WEDNESDAY)
    service_day.set_roster(world.kit, boss, {"rabu": [siti.id]})
    world.clock.now = OPENING
    presence.mark_absent(world.kit, siti, budi.id)
    assert [line.partition(":")[0] for line in about_promises(world)] == ["siti"]


def test_a_promise_that_is_kept_or_of_the_same_day_rings_nobody(
    world: World, staff: tuple[Actor, Actor, Actor]
) -> None:
    """stories 24g: an answer given before its day owes nothing, and who promises for today knows it."""
    _, budi, _ = staff
    where = promised(world, budi, world.clock.now.date())
    assert about_promises(world) == []
    desk.mark(world.kit, budi, where, answered=False, promised_for=WEDNESDAY)
    desk.mark(world.kit, budi, where, answered=True)
    world.clock.now = OPENING
    assert about_promises(world) == []


def test_a_request_about_personal_data_rings_the_admin_once_by_number(world: World) -> None:
    """service_rules 12.3: its 72 hours do not run on a page nobody opens; no name, no wish; an erasure needs nobody."""
    boss, siti = world.officer("boss", Role.ADMIN), world.officer("siti")
    presence.beat(world.kit, siti)
    link(world, boss, "boss")
    link(world, siti, "siti")
    for text in ("hapus data saya", "HAPUS", "perbaiki data", "tempat tinggal saya pindah ke Hanau"):
        world.say(text)
    [told] = rung(world)
    assert told.startswith("boss: Ada permintaan data pribadi, nomor DP-20261123-0002, batasnya Kamis, 26 November")
    assert "Hanau" not in told


def test_a_broken_channel_or_a_missed_backup_rings_the_admin_once_a_day(world: World) -> None:
    """Issue 4, point 6: what stands in the way reaches somebody; without numbers, without anybody's name."""
    boss, siti = world.officer("boss", Role.ADMIN), world.officer("siti")
    link(world, boss, "boss")
    link(world, siti, "siti")
    assert rung(world) == []
    with world.kit.uow() as uow:
        uow.channel_states.save(ChannelState(channel="whatsapp", paused_at=world.clock.now))
        uow.commit()
    notice = "Ada gangguan pada program: kanal, batas pesan, atau cadangan data. Lihat halaman Siap tayang? di konsol."
    assert rung(world) == [f"boss: {notice} {CONSOLE}"]
    world.clock.advance(3600)
    assert rung(world) == []
    world.clock.advance(23 * 3600)
    assert rung(world) == [f"boss: {notice} {CONSOLE}"]


@dataclass
class OneBackup:
    """A folder with one backup, and how often it was looked into."""

    at: datetime
    looked: int = 0

    def taken(self) -> list[datetime]:
        self.looked += 1
        return [self.at]

    def take(self, at: datetime) -> Path:
        raise NotImplementedError

    def drop(self, at: datetime) -> None:
        raise NotImplementedError


def test_faults_are_looked_for_only_while_somebody_may_still_be_told(world: World) -> None:
    """Stories 6, 13: the minute's look costs nothing when no admin can be rung, or has been rung today."""
    boss = world.officer("boss", Role.ADMIN)
    vault = OneBackup(world.clock.now - timedelta(hours=37))
    assert (duty.ring(world.kit, CONSOLE, vault), vault.looked) == (0, 0)
    link(world, boss, "boss")
    assert (duty.ring(world.kit, CONSOLE, vault), vault.looked) == (1, 1)
    assert (duty.ring(world.kit, CONSOLE, vault), vault.looked) == (0, 1)


def test_an_admin_sees_what_is_broken(world: World) -> None:
    """Issue 4, point 6: one line on *Antrean* and *Siap tayang?*, gone when it works again."""
    boss = world.officer("boss", Role.ADMIN)
    vault = OneBackup(world.clock.now)
    assert faults_seen.seen(world.kit, boss, vault) == []
    world.clock.advance(37 * 3600)
    [alarm] = faults_seen.seen(world.kit, boss, vault)
    assert alarm.sentence.startswith("Cadangan data terakhir lebih dari 36 jam yang lalu.")


def test_codes_work_once_and_ten_minutes(world: World) -> None:
    """stories 6: only who has the console open can link a phone."""
    siti = world.officer("siti")
    code = duty_links.new_code(world.kit, siti)
    with world.kit.uow() as uow:
        where = uow.conversations.at(Address(channel="fake", kind="user", value="x"), world.kit.new_id, world.clock.now)
        late = world.clock.now + timedelta(minutes=10)
        assert (duty_links.redeem(uow, world.kit, where, f"tautkan {code}", late) or "").startswith("Kode ini tidak")
        assert (duty_links.redeem(uow, world.kit, where, f"tautkan {code}", late) or "").startswith("Kode ini tidak")
        assert duty_links.redeem(uow, world.kit, where, "tautkan data 12345678", late) is None
        uow.commit()
    assert not duty_links.is_linked(world.kit, siti)


def test_an_approved_template_reaches_a_phone_beyond_the_window(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """stories 6: on WhatsApp the notice goes as a template."""
    terms = replace(world.kit.office.whatsapp, duty_template="pengingat_petugas")
    siti = world.officer("siti")
    link(world, siti, "siti", channel="windowed")
    wait(world)
    monkeypatch.setattr(type(world.kit), "office", property(lambda kit: replace(kit.live.now().office, whatsapp=terms)))
    assert rung(world) == ["siti: pengingat_petugas"]


def test_unlinked_rings_no_more(world: World) -> None:
    """stories 6: the officer decides about the own phone."""
    siti = world.officer("siti")
    link(world, siti, "siti")
    assert duty_links.is_linked(world.kit, siti)
    duty_links.unlink(world.kit, siti)
    wait(world)
    assert rung(world) == []


def test_only_staff_of_the_desk_may_link(world: World) -> None:
    """stories 8: who serves nobody is not rung."""
    with pytest.raises(PermissionRefused):
        duty_links.new_code(world.kit, world.officer("kepala", Role.KONTEN))
