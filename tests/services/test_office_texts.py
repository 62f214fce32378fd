"""The office's own wording of fixed sentences (stories 23)."""

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Actor, Role
from bot.core.errors import PermissionRefused, SettingRefused
from bot.core.office import ClosureReason
from bot.services import office_texts, service_day
from bot.store.account_tables import audit
from tests.fakes import reply, wants_officer
from tests.world import World

OWN = "Nomor Anda {tiket}. Petugas membalas {hari_layanan} {jam_layanan}."


@pytest.fixture
def admin(world: World) -> Actor:
    return world.officer("kepala", Role.ADMIN)


def row(world: World, admin: Actor, key: str) -> office_texts.OfficeText:
    return next(each for each in office_texts.all_texts(world.kit, admin).rows if each.key == key)


def test_a_changed_text_is_said_at_once_and_told_to_rasa(world: World, admin: Actor) -> None:
    """stories 23: without a restart and without training, by the service and with the next turn."""
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    assert world.rasa.requests[-1]["office"] is None
    office_texts.set_text(world.kit, admin, "antrean_batal", "Nomor {tiket} sudah batal.")
    office_texts.set_text(world.kit, admin, "utter_ya", "Siap.")
    assert world.kit.texts.fill("antrean_batal", tiket="7") == "Nomor 7 sudah batal."
    world.say("halo")
    world.turn()
    assert world.rasa.requests[-1]["office"] == {
        "teks": {"antrean_batal": "Nomor {tiket} sudah batal.", "utter_ya": "Siap."}
    }


def test_own_texts_still_tell_the_present_hours(world: World, admin: Actor) -> None:
    """stories 20 and 23 together: a changed sentence is filled from changed hours."""
    office_texts.set_text(world.kit, admin, "antrean_masuk", OWN)
    service_day.set_weekly_hours(world.kit, admin, {"senin": ["08.00-12.00"]})
    assert world.kit.texts.fill("antrean_masuk", tiket="7") == "Nomor Anda 7. Petugas membalas Senin 08.00-12.00 WIB."


def test_the_closing_text_of_an_emergency_is_the_offices_own(world: World, admin: Actor) -> None:
    """stories 14 and 23: the ready text is the one the office wrote."""
    office_texts.set_text(world.kit, admin, "tutup_banjir", "Air naik, kantor tutup. Telepon {telepon}.")
    closure = service_day.close_now(world.kit, admin, ClosureReason.BANJIR)
    assert closure.message == "Air naik, kantor tutup. Telepon (0538) 2070005."


def test_back_to_the_files_own(world: World, admin: Actor) -> None:
    """stories 23: *Kembalikan ke bawaan*; typing the file's words is the same."""
    written = row(world, admin, "ditutup").written.template
    for back in (None, f" {written} "):
        office_texts.set_text(world.kit, admin, "ditutup", "Selesai, {tiket}.")
        assert row(world, admin, "ditutup").in_use
        office_texts.set_text(world.kit, admin, "ditutup", back)
        assert row(world, admin, "ditutup").own is None
        assert world.kit.live.now().changed is None


def test_a_refused_wording_changes_nothing(world: World, admin: Actor) -> None:
    """stories 23: what is said stays what it was."""
    office_texts.set_text(world.kit, admin, "ditutup", "Selesai, {tiket}.")
    with pytest.raises(SettingRefused):
        office_texts.set_text(world.kit, admin, "ditutup", "Selesai.")
    assert row(world, admin, "ditutup").own == "Selesai, {tiket}."


def test_two_buttons_never_read_the_same(world: World, admin: Actor) -> None:
    """Providers refuse it, and nobody could choose; the way back to the file's words is checked too."""
    office_texts.set_text(world.kit, admin, "tombol_angka", "Lihat angka")
    office_texts.set_text(world.kit, admin, "tombol_penjelasan", "Angka")
    with pytest.raises(SettingRefused, match="pengaturan"):
        office_texts.set_text(world.kit, admin, "tombol_angka", None)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_only_an_admin_words_the_office(world: World, role: Role) -> None:
    """service_rules 12: the check stands in the use case."""
    other = world.officer("lain", role)
    with pytest.raises(PermissionRefused):
        office_texts.set_text(world.kit, other, "ditutup", None)
    with pytest.raises(PermissionRefused):
        office_texts.all_texts(world.kit, other)


def test_the_trail_names_the_text_not_the_words(world: World, admin: Actor, engine: Engine) -> None:
    """Privacy: who changed which sentence, and whether to the file's own."""
    office_texts.set_text(world.kit, admin, "ditutup", "Rahasia {tiket}.")
    office_texts.set_text(world.kit, admin, "ditutup", None)
    with engine.connect() as connection:
        rows = connection.execute(select(audit).where(audit.c.action == "text.changed").order_by(audit.c.id)).all()
    assert [(each.actor_id, each.subject, each.detail) for each in rows] == [
        (admin.id, "ditutup", {"state": "own"}),
        (admin.id, "ditutup", {"state": "file"}),
    ]
