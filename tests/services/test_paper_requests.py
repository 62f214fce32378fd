"""Requests about one's own data by letter or at the counter (service_rules 12.3, stories 15)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Actor, Role
from bot.core.complaints import Complaint, ComplaintState, Source
from bot.core.erasure import Tombstone
from bot.core.errors import Conflict, InputRefused, NotFound
from bot.core.forms.form import FormKind
from bot.core.guests import ConsentHow
from bot.core.privacy import DONE, REFUSED, PrivacyRequest
from bot.core.references import reference_in
from bot.core.visits import Visit
from bot.services import complaint_entry, complaints, erasure, paper_erasure, paper_requests, privacy
from bot.store.account_tables import audit
from tests.fakes import reply, wants_officer
from tests.services.test_privacy import NoLedger, NoSpool, everything
from tests.visitors import arrives
from tests.world import World

VISIT = "TAMU-20261123-1"
STORY = "Loket tutup padahal masih jam layanan, saya menunggu"


class Ledger(NoLedger):
    """Gives the tombstones back, as the file does."""

    def stones(self) -> list[Tombstone]:
        at = datetime(2026, 11, 23, tzinfo=UTC)
        return [Tombstone(at=at, contact_id=each, salt="", hashes=frozenset()) for each in self.told]


@pytest.fixture
def admin(world: World) -> Actor:
    return world.officer("ani", Role.ADMIN)


def visit_of(world: World, visit_id: str) -> Visit:
    with world.kit.uow.read() as uow:
        found = uow.visits.get(visit_id)
    assert found is not None
    return found


def typed_in(world: World, story: str = STORY) -> Complaint:
    head = world.officer("kepala", Role.PENGADUAN)
    told = (ConsentHow.WRITTEN, "Budi Santoso", "budi@example.invalid")
    complaint_entry.register_complaint(world.kit, head, Source.EMAIL, story, *told)
    return only(world)


def only(world: World) -> Complaint:
    with world.kit.uow.read() as uow:
        (found,) = uow.complaints.all(2)
    return found


def request_of(world: World, number: str) -> PrivacyRequest:
    with world.kit.uow.read() as uow:
        found = uow.privacy_requests.get(number)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (" pst-20261123-0001 ", "PST-20261123-0001"),
        ("TAMU-20261123-3", "TAMU-20261123-0003"),
        ("PGD-20261399-0001", None),
        ("3", None),
    ],
)
def test_numbers_as_they_stand_in_letters(typed: str, number: str | None) -> None:
    """12.3: whatever the letters' size and the blanks; a day that is none is no number."""
    found = reference_in(typed)
    assert (found and found.number) == number


def test_a_visitors_data_are_corrected(world: World, admin: Actor, engine: Engine) -> None:
    """12.3 (correction), `tamu_pemberitahuan`: 72 hours from the letter; what is left empty stays; audited in ids."""
    visit = arrives(world.kit)
    came = world.clock.now - timedelta(hours=5)
    number = paper_requests.register(world.kit, admin, FormKind.CORRECT, VISIT, came)
    (listed,) = privacy.requests(world.kit, admin)
    assert (listed.due_at - came, listed.visit_id) == (timedelta(hours=72), visit.id)
    assert privacy.on_record(world.kit, admin)[number].name == "S*** A***"
    paper_requests.correct(
        world.kit, admin, number, {"name": "Siti Aminah Putri", "phone": "080000000001", "email": ""}
    )
    guest = visit_of(world, visit.id).guest
    assert (guest.name, guest.phone, guest.email) == ("Siti Aminah Putri", "+6280000000001", "siti@contoh.example.org")
    assert request_of(world, number).result == DONE
    with engine.connect() as connection:
        trail = repr(connection.execute(select(audit)).all())
    assert "person.corrected" in trail
    assert "Siti" not in trail


def test_a_visitors_data_are_erased(world: World, admin: Actor, engine: Engine) -> None:
    """12.3 (erasure): nothing personal of the visit stays, its count does; no clock carries it out unasked."""
    visit = arrives(world.kit, need="rahasia keluarga", phone="080000000001")
    number = paper_requests.register(world.kit, admin, FormKind.ERASE, VISIT)
    assert erasure.run_requests(world.kit, NoSpool(), NoLedger()) == 0
    paper_erasure.erase(world.kit, admin, number, NoLedger())
    rows = everything(engine)["visit"]
    assert visit.id in rows
    for gone in ("Siti", "rahasia", "80000000001", "example.org"):
        assert gone not in rows
    assert visit_of(world, visit.id).guest.institution_category == "perorangan"


def test_a_visitor_gets_a_copy(world: World, admin: Actor) -> None:
    """12.3 (access): what stands in the guest book, with the consent; the person fetches it."""
    arrives(world.kit)
    number = paper_requests.register(world.kit, admin, FormKind.MY_DATA, VISIT)
    (row,) = paper_requests.copy_of(world.kit, admin, number)["buku_tamu"]
    assert (row["name"], row["need"], row["number"]) == ("Siti Aminah", "jumlah penduduk Hanau 2023", 1)
    privacy.settle(world.kit, admin, number, DONE)


def test_who_complained_outside_the_chat(world: World, admin: Actor) -> None:
    """12.3, stories 24e, 5c: name and contact are changed unread; of an open one the story stays until it is closed."""
    complaint = typed_in(world)
    number = paper_requests.register(world.kit, admin, FormKind.CORRECT, complaint.number)
    assert privacy.on_record(world.kit, admin)[number].name == ""
    paper_requests.correct(world.kit, admin, number, {"name": "Budi Susanto", "contact": "kotak pos 1"})
    assert (only(world).name, only(world).contact) == ("Budi Susanto", "kotak pos 1")
    number = paper_requests.register(world.kit, admin, FormKind.ERASE, complaint.number)
    paper_erasure.erase(world.kit, admin, number, NoLedger())
    assert (only(world).name, only(world).contact, only(world).story) == (None, None, STORY)
    head = world.officer("pim", Role.PENGADUAN)
    complaints.add_note(world.kit, head, complaint.id, "Budi menelepon")
    complaints.change_state(world.kit, head, complaint.id, ComplaintState.DONE, "sudah dibenahi")
    number = paper_requests.register(world.kit, admin, FormKind.ERASE, complaint.number)
    paper_erasure.erase(world.kit, admin, number, NoLedger())
    assert only(world).story == ""
    assert complaints.open_complaint(world.kit, head, complaint.id).notes == ()


def test_a_complaint_is_hidden_from_the_admin_it_names(world: World, admin: Actor) -> None:
    """10.4, object-level: neither registered nor changed by who is named in it, also when named later."""
    complaint = typed_in(world)
    correct, wipe = (
        paper_requests.register(world.kit, admin, kind, complaint.number) for kind in (FormKind.CORRECT, FormKind.ERASE)
    )
    complaints.name_subjects(world.kit, world.officer("pim", Role.PENGADUAN), complaint.id, ["ani"])
    with pytest.raises(InputRefused, match="acuan"):
        paper_requests.register(world.kit, admin, FormKind.ERASE, complaint.number)
    with pytest.raises(NotFound):
        paper_requests.correct(world.kit, admin, correct, {"name": "Budi Susanto"})
    with pytest.raises(NotFound):
        paper_erasure.erase(world.kit, admin, wipe, NoLedger())
    assert only(world).name == "Budi Santoso"


def test_only_what_an_open_request_asks_for(world: World, admin: Actor) -> None:
    """Object-level: no request, another kind, done or refused, or a chat's: nothing is changed."""
    visit = arrives(world.kit)
    correct, wipe = (
        paper_requests.register(world.kit, admin, kind, VISIT) for kind in (FormKind.CORRECT, FormKind.ERASE)
    )
    privacy.settle(world.kit, admin, wipe, REFUSED, "wajib disimpan")
    acts: list[tuple[type[Exception], Callable[[], object]]] = [
        (Conflict, lambda: paper_erasure.erase(world.kit, admin, correct, NoLedger())),
        (Conflict, lambda: paper_erasure.erase(world.kit, admin, wipe, NoLedger())),
        (Conflict, lambda: paper_requests.copy_of(world.kit, admin, correct)),
        (NotFound, lambda: paper_erasure.erase(world.kit, admin, visit.id, NoLedger())),
        (InputRefused, lambda: paper_requests.correct(world.kit, admin, correct, {"name": " "})),
        (InputRefused, lambda: paper_requests.correct(world.kit, admin, correct, {"contact": "x"})),
        (InputRefused, lambda: paper_requests.correct(world.kit, admin, correct, {"need": "NIK 6208011234567890"})),
        (InputRefused, lambda: paper_requests.register(world.kit, admin, FormKind.RATING, VISIT)),
        (InputRefused, lambda: paper_requests.register(world.kit, admin, FormKind.ERASE, "TAMU-20261123-9")),
        (InputRefused, lambda: paper_requests.register(world.kit, admin, FormKind.ERASE, "PST-20261123-9")),
        (
            InputRefused,
            lambda: paper_requests.register(
                world.kit, admin, FormKind.ERASE, VISIT, world.clock.now + timedelta(hours=1)
            ),
        ),
    ]
    for error, act in acts:
        with pytest.raises(error):
            act()
    assert visit_of(world, visit.id) == visit


def test_a_letter_about_a_consultation_is_as_if_asked_in_the_chat(world: World, admin: Actor) -> None:
    """12.3, stories 15: by its number; what was said there is erased by itself, and the person is told in the chat."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    paper_requests.register(world.kit, admin, FormKind.ERASE, "PST-20261123-0001")
    assert erasure.run_requests(world.kit, NoSpool(), NoLedger()) == 1
    assert world.replies()[-1].startswith("Data Anda sudah dihapus")


def test_what_was_erased_by_letter_stays_erased_after_a_restore(world: World, admin: Actor) -> None:
    """12.4, issue 4 point 6: an older backup brings a visitor and a complainant back, the ledger takes them away."""
    visit, complaint, ledger = arrives(world.kit), typed_in(world), Ledger()
    guest = visit_of(world, visit.id).guest
    for reference in (VISIT, complaint.number):
        number = paper_requests.register(world.kit, admin, FormKind.ERASE, reference)
        paper_erasure.erase(world.kit, admin, number, ledger)
    with world.kit.uow() as uow:  # as the backup of yesterday has them
        uow.visits.save(replace(visit_of(world, visit.id), guest=guest))
        uow.complaints.save(replace(only(world), name=complaint.name, contact=complaint.contact))
        uow.commit()

    assert paper_erasure.reapply(world.kit, ledger) == 2

    assert visit_of(world, visit.id).guest.name == ""
    assert (only(world).name, only(world).contact) == (None, None)
    assert paper_erasure.reapply(world.kit, ledger) == 0


def test_a_closed_anonymous_complaint_stays_erased_too(world: World, admin: Actor) -> None:
    """12.4: of one without a name the story is what an older backup would bring back."""
    head, ledger = world.officer("kepala", Role.PENGADUAN), Ledger()
    complaint_entry.register_complaint(world.kit, head, Source.BOX, STORY, ConsentHow.ANONYMOUS)
    complaints.change_state(world.kit, head, only(world).id, ComplaintState.IN_PROGRESS, "")
    complaints.change_state(world.kit, head, only(world).id, ComplaintState.DONE, "sudah dibenahi")
    closed = only(world)
    paper_erasure.erase(
        world.kit, admin, paper_requests.register(world.kit, admin, FormKind.ERASE, closed.number), ledger
    )
    with world.kit.uow() as uow:
        uow.complaints.save(closed)
        uow.commit()

    assert paper_erasure.reapply(world.kit, ledger) == 1
    assert only(world).story == ""


def test_nobody_settles_what_must_be_carried_out(world: World, admin: Actor) -> None:
    """12.3: a correction by letter is done or refused, not ticked off."""
    arrives(world.kit)
    number = paper_requests.register(world.kit, admin, FormKind.CORRECT, VISIT)
    with pytest.raises(Conflict):
        privacy.settle(world.kit, admin, number, DONE)
    privacy.settle(world.kit, admin, number, REFUSED, "nomor ini bukan milik pemohon")
