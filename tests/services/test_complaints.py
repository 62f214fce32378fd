"""The register of complaints and its readers (service_rules 10, stories 5)."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.accounts import Actor, Role
from bot.core.complaints import Classification, ComplaintState, Source
from bot.core.desk_settings import Targets
from bot.core.errors import ImpossibleTransition, InputRefused, NotFound, PermissionRefused
from bot.core.guests import ConsentHow
from bot.core.person_copy import as_html
from bot.core.privacy import NOTICE_VERSION
from bot.core.reports.month import Month
from bot.services import audit, complaint_copy, complaint_entry, complaints, reports, service_day, staff
from tests.visitors import wib
from tests.world import World

STORY = "Kemarin pagi saya menunggu dua jam di ruang PST dan tidak ada yang melayani."


@pytest.fixture
def head(world: World) -> Actor:
    return world.officer("kepala", Role.PENGADUAN)


def filed(world: World, how: str = "tanpa nama") -> str:
    world.say("pengaduan")
    world.say(STORY)
    world.say(how)
    with world.kit.uow.read() as uow:
        return uow.complaints.all(1)[0].id


def test_only_its_readers(world: World) -> None:
    """stories 5c: neither officer nor admin by default."""
    complaint = filed(world)
    other = world.officer("rina", Role.PETUGAS, Role.ADMIN, Role.KONTEN)
    for act in (
        lambda: complaints.register(world.kit, other),
        lambda: complaints.open_complaint(world.kit, other, complaint),
        lambda: complaints.add_note(world.kit, other, complaint, "x"),
        lambda: complaints.classify(world.kit, other, complaint, Classification.TIME),
        lambda: complaints.describe_event(world.kit, other, complaint, "x", "x"),
        lambda: complaints.change_state(world.kit, other, complaint, ComplaintState.DONE, "x"),
        lambda: complaints.name_subjects(world.kit, other, complaint, []),
        lambda: complaint_entry.register_complaint(world.kit, other, Source.BOX, STORY, ConsentHow.ANONYMOUS),
        lambda: complaints.evidence(world.kit, other, "x"),
    ):
        with pytest.raises(PermissionRefused):
            act()


def test_the_head_of_office_reads_and_answers(world: World) -> None:
    """stories 5, 8: the default reader is the head, without a second role; one about the head is not shown to him."""
    complaint = filed(world)
    chief = world.officer("zainal", Role.PIMPINAN)
    assert complaints.open_complaint(world.kit, chief, complaint).complaint.story == STORY
    complaints.classify(world.kit, chief, complaint, Classification.TIME)
    complaints.change_state(world.kit, chief, complaint, ComplaintState.DONE, "Sudah kami tegur.")
    assert world.replies()[-1] == "Kabar aduan PGD-20261123-0001: selesai. Sudah kami tegur."
    for text in ("pengaduan", "Pak Zainal tidak mau menerima tamu hari ini", "tanpa nama"):
        world.say(text)
    assert [each.id for each in complaints.register(world.kit, chief)] == [complaint]


def test_an_admin_reads_only_after_taking_the_role(world: World) -> None:
    """stories 5c: giving oneself the role is possible in a small office, and stands in the trail."""
    complaint = filed(world)
    admin = world.officer("ani", Role.ADMIN)
    with pytest.raises(PermissionRefused):
        complaints.open_complaint(world.kit, admin, complaint)
    staff.set_roles(world.kit, admin, admin.id, [Role.ADMIN, Role.PENGADUAN])
    taken = replace(admin, roles=frozenset({Role.ADMIN, Role.PENGADUAN}))
    assert complaints.open_complaint(world.kit, taken, complaint).complaint.story == STORY
    trail = audit.trail(world.kit, admin)
    assert [entry.row.action for entry in trail[:2]] == ["complaint.opened", "account.roles_set"]


def test_whom_the_story_names_is_filled_in(world: World, head: Actor) -> None:
    """rule 10.4: the reader sees from whom it is hidden, adds to it and takes back what was a mistake."""
    zainal, ratna = world.officer("zainal", Role.PENGADUAN), world.officer("ratna", Role.PENGADUAN)
    for text in ("pengaduan", "Pak Zainal membentak saya di loket kemarin", "tanpa nama"):
        world.say(text)
    [complaint] = complaints.register(world.kit, head)
    assert complaints.open_complaint(world.kit, head, complaint.id).hidden_from == ("zainal",)
    complaints.name_subjects(world.kit, head, complaint.id, ["zainal", "ratna"])
    assert complaints.open_complaint(world.kit, head, complaint.id).hidden_from == ("ratna", "zainal")
    assert complaints.register(world.kit, ratna) == complaints.register(world.kit, zainal) == []
    complaints.name_subjects(world.kit, head, complaint.id, ["ratna"])
    assert [each.id for each in complaints.register(world.kit, zainal)] == [complaint.id]


def test_who_filed_it_gets_a_copy_from_a_reader(world: World, head: Actor) -> None:
    """rules 10.4, 12.3: asked for by letter it is copied by a reader whom it does not name, and recorded."""
    named, admin = world.officer("ratna", Role.PIMPINAN, Role.ADMIN), world.officer("ani", Role.ADMIN)
    for text in ("pengaduan", "Bu Ratna membentak saya <b>di loket</b> kemarin", "nama saya Siti Aminah"):
        world.say(text)
    [complaint] = complaints.register(world.kit, head)
    complaints.add_note(world.kit, head, complaint.id, "Ditanyakan kepada Bu Ratna.")
    for actor, refused in ((named, NotFound), (admin, PermissionRefused)):
        with pytest.raises(refused):
            complaint_copy.copy_of(world.kit, actor, complaint.id)
    found = complaint_copy.copy_of(world.kit, head, complaint.id)
    assert (found["aduan"][0]["name"], found["aduan"][0]["consent_version"]) == ("Siti Aminah", NOTICE_VERSION)
    assert "Ditanyakan" not in repr(found), "the readers' notes are theirs"
    assert "<b>di loket</b>" in json.dumps(found)
    assert "<b>di loket</b>" not in as_html(found, "BPS")
    assert audit.trail(world.kit, admin)[0].row.action == "complaint.copied"


def test_hidden_from_who_is_named(world: World, head: Actor) -> None:
    """rule 10.4: never visible to the one named in it, though that one reads complaints."""
    complaint = filed(world)
    named = world.officer("budi", Role.PENGADUAN)
    complaints.name_subjects(world.kit, head, complaint, [named.username])
    assert complaints.register(world.kit, named) == []
    for act in (
        lambda: complaints.open_complaint(world.kit, named, complaint),
        lambda: complaints.add_note(world.kit, named, complaint, "x"),
        lambda: complaints.change_state(world.kit, named, complaint, ComplaintState.REJECTED, "x"),
        lambda: complaints.name_subjects(world.kit, named, complaint, []),
    ):
        with pytest.raises(NotFound):
            act()
    assert [each.id for each in complaints.register(world.kit, head)] == [complaint]
    with pytest.raises(InputRefused, match="pengguna"):
        complaints.name_subjects(world.kit, head, complaint, ["nobody"])


def test_handled_and_told(world: World, head: Actor) -> None:
    """rule 8.2: BARU → PROSES → SELESAI; the complainant hears of it in the same chat."""
    complaint = filed(world)
    complaints.classify(world.kit, head, complaint, Classification.TIME)
    complaints.add_note(world.kit, head, complaint, "panggil petugas jaga")
    complaints.change_state(world.kit, head, complaint, ComplaintState.IN_PROGRESS, "")
    complaints.change_state(world.kit, head, complaint, ComplaintState.DONE, "Jadwal jaga sudah kami perbaiki.")
    assert world.replies()[-1] == "Kabar aduan PGD-20261123-0001: selesai. Jadwal jaga sudah kami perbaiki."
    found = complaints.open_complaint(world.kit, head, complaint)
    assert (found.complaint.classification, found.complaint.state) == (Classification.TIME, ComplaintState.DONE)
    assert [note.text for note in found.notes] == ["panggil petugas jaga"]
    assert "panggil petugas" not in repr(world.seen())
    with pytest.raises(ImpossibleTransition):
        complaints.change_state(world.kit, head, complaint, ComplaintState.REJECTED, "x")


@pytest.mark.parametrize("how", ["tanpa nama", "anonim"])
def test_when_where_and_consent(world: World, head: Actor, how: str) -> None:
    """rule 8.2: consent is recorded with its notice; the reader takes time and place from the story."""
    for words in ("pengaduan", STORY, "privasi", how):  # who reads the notice first goes on where it stood
        world.say(words)
    assert "Dengan membalas, Anda setuju aduan ini dicatat" in world.replies()[1]
    with world.kit.uow.read() as uow:
        (complaint,) = [each.id for each in uow.complaints.all(2)]
    complaints.describe_event(world.kit, head, complaint, " kemarin  pagi", "ruang PST")
    found = complaints.open_complaint(world.kit, head, complaint).complaint
    assert (found.event_time, found.event_place) == ("kemarin pagi", "ruang PST")
    assert (found.consent_at, found.consent_version) == (world.clock.now, NOTICE_VERSION)
    assert found.consent_how is ConsentHow.CHAT
    with pytest.raises(InputRefused, match="terlalu_panjang"):
        complaints.describe_event(world.kit, head, complaint, "a" * 151, "")


def test_closing_needs_a_reason(world: World, head: Actor) -> None:
    """rule 8.2: DITOLAK with reason."""
    complaint = filed(world)
    with pytest.raises(InputRefused, match="kosong"):
        complaints.change_state(world.kit, head, complaint, ComplaintState.REJECTED, " ")
    with pytest.raises(InputRefused, match="terlalu_panjang"):
        complaints.add_note(world.kit, head, complaint, "a" * 2_001)


def test_nobody_is_told_of_an_anonymous_one(world: World, head: Actor) -> None:
    """stories 5e: anonymous means that no reply is possible; number and code tell its state."""
    complaint = filed(world, "anonim")
    code = world.replies()[-1].split("kode ")[1][:6]
    said = len(world.replies())
    complaints.change_state(world.kit, head, complaint, ComplaintState.REJECTED, "Bukan layanan kami.")
    assert len(world.replies()) == said
    world.say(f"status aduan PGD-20261123-0001 {code}")
    assert world.replies()[-1] == "Aduan PGD-20261123-0001 tanggal 23-11-2026: ditolak. Bukan layanan kami."


def test_the_office_sets_how_soon_it_follows_up(world: World, head: Actor) -> None:
    """rule 10.3: the target of *Jam & libur* holds on the page and in the report alike."""
    service_day.set_targets(world.kit, world.officer("boss", Role.ADMIN), Targets(complaint_days=2))
    complaint = filed(world)
    world.clock.now = wib(world.kit, "2026-11-25 15:29")
    assert not complaints.open_complaint(world.kit, head, complaint).late
    world.clock.now = wib(world.kit, "2026-11-25 15:31")
    assert complaints.open_complaint(world.kit, head, complaint).late
    report = reports.see(world.kit, world.officer("bupati", Role.PIMPINAN), Month(2026, 11)).report
    [follow_up] = next(each for each in report.sheets[5].tables if each.caption == "Tindak lanjut").rows
    assert (follow_up[0], follow_up[2]) == (
        "Target internal: tindak lanjut pertama paling lama 2 hari kerja sejak diterima",
        1,
    )


def test_late_after_five_working_days(world: World, head: Actor) -> None:
    """rule 10.3: an internal target of five working days."""
    complaint = filed(world)
    world.clock.now += timedelta(days=7)  # Monday 30 November, 10.00: due at 15.30
    assert not complaints.open_complaint(world.kit, head, complaint).late
    world.clock.now += timedelta(hours=6)
    assert complaints.open_complaint(world.kit, head, complaint).late
    complaints.add_note(world.kit, head, complaint, "sudah ditelaah")
    assert not complaints.open_complaint(world.kit, head, complaint).late


def test_one_register_for_all_channels(world: World, head: Actor) -> None:
    """stories 5, 24e: box, e-mail and website are typed in; they get a number and code too."""
    number, code = complaint_entry.register_complaint(
        world.kit, head, Source.BOX, STORY, ConsentHow.WRITTEN, name="Siti", contact="siti@example.invalid"
    )
    assert (number, len(code)) == ("PGD-20261123-0001", 6)
    filed(world)
    assert [each.source for each in complaints.register(world.kit, head)] == [Source.CHAT, Source.BOX]
    stranger = world.another()
    world.say(f"status aduan {number} {code}", stranger)
    assert "baru" in world.replies(stranger)[-1]


@pytest.mark.parametrize(
    ("story", "name", "why"),
    [("", "", "kosong"), ("pendek", "", "terlalu_singkat"), ("a" * 2_001, "", "terlalu_panjang"),
     (f"{STORY} 6208011234567890", "", "nik"), (STORY, "x@y.id", "name")],
)  # fmt: skip
def test_what_cannot_be_registered(world: World, head: Actor, story: str, name: str, why: str) -> None:
    """rule 8.2: limits hold for who types in too."""
    with pytest.raises(InputRefused, match=why):
        complaint_entry.register_complaint(world.kit, head, Source.EMAIL, story, ConsentHow.WRITTEN, name=name)


@pytest.mark.parametrize(
    ("consent", "name", "contact", "agreed"),
    [
        (ConsentHow.WRITTEN, "Siti", "", True),
        (ConsentHow.SPOKEN, "", "siti@example.invalid", True),
        (ConsentHow.ANONYMOUS, "", "", False),
        (ConsentHow.ANONYMOUS, "Siti", "", None),
        (ConsentHow.ANONYMOUS, "", "siti@example.invalid", None),
        (ConsentHow.CHAT, "Siti", "", None),
    ],
)
def test_consent_to_what_is_typed_in(
    world: World, head: Actor, consent: ConsentHow, name: str, contact: str, agreed: bool | None
) -> None:
    """rule 8.2, stories 7: how it was given is kept; who is known must have agreed, who is not need not."""
    if agreed is None:
        with pytest.raises(InputRefused, match="persetujuan"):
            complaint_entry.register_complaint(world.kit, head, Source.BOX, STORY, consent, name, contact)
        return
    complaint_entry.register_complaint(world.kit, head, Source.BOX, STORY, consent, name, contact)
    (found,) = complaints.register(world.kit, head)
    assert (found.consent_how, found.consent_at) == (consent, world.clock.now if agreed else None)
