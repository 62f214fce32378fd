"""What the officer sees of the guest book, and completes (service_rules 6.10, 8.1)."""

import pytest

from bot.core.guests import ConsentHow
from bot.services import (
    guest_book,
    guest_completion,
)
from bot.web.console.guest_panel import line_of
from tests.world import World


def test_who_comes_for_themselves_is_complete(waiting: World) -> None:
    """rule 8.1: `nama_instansi` is not asked of *perorangan*, also when the officer completes the form; 6.6: reused."""
    fields = {"name": "Budi Santoso", "category": "Perorangan", "institution": "", "purpose": "pribadi"}
    officer = waiting.officer("rina")
    row = guest_completion.complete_guest_book(waiting.kit, officer, waiting.consultation.id, fields, ConsentHow.SPOKEN)
    assert row.is_filled
    assert line_of(row) == "Buku tamu lengkap: Budi Santoso · Perorangan · pribadi"
    with waiting.kit.uow() as uow:
        form = guest_book.open_form(uow, waiting.kit, waiting.conversation, waiting.clock.now)
    assert form.values["before.institution"] == "Perorangan"


def test_the_officer_sees_where_to_answer(waiting: World) -> None:
    """rule 6.10 (contact), stories 17: number and address given for the answer stand in the officer's line."""
    waiting.say("setuju, budi, umpr, skripsi, 080000000001, budi@example.invalid")
    row = guest_completion.guest_book_of(waiting.kit, waiting.officer("rina"), waiting.consultation.id)
    assert line_of(row).endswith("skripsi · jawaban juga ke +6280000000001, budi@example.invalid")


@pytest.mark.parametrize(
    ("institution", "group", "guessed"),
    [
        ("Rumah Tunas Borneo", "Lainnya", True),
        ("Yayasan Tunas Borneo", "Lainnya", False),
        ("lainnya", "Lainnya", False),
        ("Lembaga Negara", "Lembaga Negara", False),
        ("pemda (opd/desa)", "Pemda (OPD/desa)", False),
        ("Lemb. internasional", "Lemb. internasional", False),
    ],
)
def test_an_unknown_institution_is_for_the_officer_to_place(
    waiting: World, institution: str, group: str, guessed: bool
) -> None:
    """rule 8.1, stories 7: the short labels are taken as typed; what no rule knows is never *Lainnya* in silence."""
    waiting.say(f"setuju, budi, {institution}, skripsi")
    officer, consultation_id = waiting.officer("rina"), waiting.consultation.id
    row = guest_completion.guest_book_of(waiting.kit, officer, consultation_id)
    assert row is not None
    assert (row.institution_category, row.is_group_guessed) == (group, guessed)
    chosen = {"name": "budi", "institution": institution, "category": "Lainnya", "purpose": "skripsi"}
    completed = guest_completion.complete_guest_book(waiting.kit, officer, consultation_id, chosen, ConsentHow.WRITTEN)
    assert not completed.is_group_guessed
