"""The guest book as a machine: lenient, patient, never asking twice (service_rules 8.1, stories 7)."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.contact_fields import phone_in
from bot.core.forms import guest_book
from bot.core.forms.fields import CATEGORIES, category_of, name_of
from bot.core.forms.form import Form, FormKind, Outcome, Step
from bot.core.forms.reading import read
from bot.core.guest_fields import right_address
from tests.fakes import MONDAY_TEN


def form(values: Mapping[str, str] | None = None, **more: object) -> Form:
    new = Form(
        id="f", conversation_id="c", kind=FormKind.GUEST_BOOK, values=values or {}, opened_at=MONDAY_TEN,
        expires_at=MONDAY_TEN,
    )  # fmt: skip
    return replace(new, **more)  # type: ignore[arg-type]


def after(start: Form, step: Step) -> Form:
    return replace(start, values=step.values, asked=step.asked, tries=step.tries)


def answer(start: Form, text: str, *, attended: bool = True) -> Step:
    return guest_book.answer(start, text, attended=attended)


def keys(step: Step) -> list[str]:
    return [say.key for say in step.say]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("budi, umpr, skripsi", ("budi", "umpr", "skripsi", "Sekolah/Kampus/Riset")),
        ("budi umpr skripsi", ("budi", "umpr", "skripsi", "Sekolah/Kampus/Riset")),
        ("Siti Aminah dari Bappeda Seruyan untuk RKPD", ("Siti Aminah", "Bappeda Seruyan", "RKPD", "Pemda (OPD/desa)")),
        ("nama: Ani\ninstansi: SMAN 1 Kuala Pembuang\nkeperluan: tugas", ("Ani", "SMAN 1 Kuala Pembuang", "tugas",
                                                                          "Sekolah/Kampus/Riset")),
        ("joko; perorangan; pribadi", ("joko", "Perorangan", "pribadi", "Perorangan")),
        ("Andi, penelitian, PT Sawit Makmur", ("Andi", "PT Sawit Makmur", "penelitian", "Swasta")),
        ("setuju, rina, polres, laporan", ("rina", "polres", "laporan", "TNI/Polri/Kejaksaan")),
        ("saya Budi, Toko Berkah, mau buka usaha", ("Budi", "Toko Berkah", "mau buka usaha", "Swasta")),
    ],
)  # fmt: skip
def test_one_message_is_enough(text: str, expected: tuple[str, str, str, str]) -> None:
    """stories 7: one message, parsed leniently."""
    found = read(text)
    assert tuple(found.get(field) for field in ("name", "institution", "purpose", "category")) == expected


@pytest.mark.parametrize(
    "text",
    ["data penduduk 2023 dong", "berapa inflasi seruyan", "halo, saya mau tanya data penduduk", "ipm?", "terima kasih",
     "kode kbli warung, berapa ya"],
)  # fmt: skip
def test_a_question_is_no_answer(text: str) -> None:
    """stories 7: a question in the middle goes the normal way, and the form waits."""
    assert answer(form(asked=("name", "institution", "purpose")), text).outcome is Outcome.PASSED


def test_only_what_is_missing_is_asked_and_each_once() -> None:
    """stories 7: after that the officer completes it."""
    first = form()
    step = answer(first, "budi, umpr")
    assert keys(step) == ["buku_tamu_lengkapi"]
    assert step.say[0].fields == {"isian": "keperluan"}
    second = after(first, step)
    step = answer(second, "setuju")
    assert (step.outcome, keys(step)) == (Outcome.DONE, ["buku_tamu_sebagian"])
    assert step.values["name"] == "budi"


def test_answering_is_no_consent() -> None:
    """stories 7, rule 12.3: consent is explicit; the answer to the form alone is none."""
    first = form()
    step = answer(first, "budi, umpr, skripsi")
    assert (step.outcome, keys(step)) == (Outcome.OPEN, ["buku_tamu_setuju"])
    agreed = answer(after(first, step), "setuju")
    assert (agreed.outcome, keys(agreed)) == (Outcome.DONE, ["buku_tamu_selesai"])
    assert guest_book.is_complete(agreed.values)
    refused = answer(after(first, step), "tidak")
    assert (refused.outcome, keys(refused)) == (Outcome.LEFT, ["buku_tamu_tanpa_persetujuan"])
    assert refused.values == {}


def test_nobody_agrees_to_nothing() -> None:
    """service_rules 12.3: consent is to what was given; where nothing was, the officer completes the form."""
    first = form()
    step = answer(first, "budi@contoh.com")
    assert keys(step) == ["buku_tamu_lengkapi"]
    step = answer(after(first, step), "budi@contoh.com")
    assert (step.outcome, keys(step)) == (Outcome.LEFT, ["buku_tamu_nanti"])


@pytest.mark.parametrize("text", ["langsung saja", "isi nanti", "nanti", "Langsung aja min"])
def test_nothing_blocks_who_says_so(text: str) -> None:
    """stories 7: *langsung saja*."""
    assert answer(form(), text).outcome is Outcome.LEFT


def test_wrong_answers_are_explained_twice_at_most() -> None:
    """rule 8.1, issue 4: then the officer takes over."""
    current = form(asked=("name", "institution", "purpose"))
    for _ in range(2):
        step = answer(current, "r2d2, umpr, skripsi")
        assert keys(step) == ["isian_nama_keliru"]
        current = after(current, step)
    assert answer(current, "r2d2, umpr, skripsi").outcome is Outcome.PASSED


@pytest.mark.parametrize("wrong", ["r2d2, umpr, skripsi", "budi, 6208011234567890, skripsi"])
def test_without_an_officer_one_is_offered_after_two_explanations(wrong: str) -> None:
    """Rule 8.1, issue 4, bad input: once more or an officer; a good answer counts all the same."""
    current = form(asked=("name", "institution", "purpose"))
    for _ in range(2):
        current = after(current, answer(current, wrong, attended=False))
    stuck = answer(current, wrong, attended=False)
    assert [(say.key, [each.title for each in say.choices]) for say in stuck.say] == [
        ("buku_tamu_buntu", ["tombol_coba_lagi", "tombol_petugas"])
    ]
    for button in stuck.say[0].choices:
        assert answer(form(), button.value, attended=False).values == {}, "a late press is never taken for an answer"
    current = after(current, stuck)
    assert answer(current, "bicara petugas", attended=False).outcome is Outcome.OFFICER
    again = answer(current, "coba lagi", attended=False)
    assert (keys(again), again.tries) == (["buku_tamu"], 0)
    assert keys(answer(after(current, again), wrong, attended=False)) == keys(answer(form(), wrong, attended=False))
    assert answer(current, "budi, umpr, skripsi", attended=False).values["name"] == "budi"
    assert answer(current, wrong, attended=False).outcome in (Outcome.PASSED, Outcome.LEFT), "and never again"


def test_no_identity_number() -> None:
    """rule 2.2: a number of sixteen digits is refused with the explanation, in any field."""
    step = answer(form(), "budi, 6208 0112 3456 7890, skripsi")
    assert (step.outcome, keys(step)) == (Outcome.OPEN, ["isian_tanpa_nik"])
    assert step.values == {}


def test_mistyped_address_is_asked_about() -> None:
    """rule 8.1: confirm typos like gmial.com."""
    first = form()
    step = answer(first, "setuju, budi, umpr, skripsi, Budi@gmial.com")
    assert keys(step) == ["isian_email_maksud"]
    done = answer(after(first, step), "ya")
    assert (done.outcome, done.values["email"]) == (Outcome.DONE, "budi@gmail.com")
    kept = answer(after(first, step), "bukan")
    assert (kept.outcome, kept.values["email"]) == (Outcome.DONE, "budi@gmial.com")


def test_correction_in_words() -> None:
    """issue 4.3: 'nama saya budi santoso' corrects at any step."""
    step = answer(form({"name": "budi", "institution": "umpr"}), "nama saya budi santoso")
    assert step.values["name"] == "budi santoso"


def test_a_returning_person() -> None:
    """rule 6.6: 'sama seperti sebelumnya?', reused with consent; or changed."""
    known = {"before.name": "Budi", "before.institution": "UMPR", "before.purpose": "skripsi"}
    assert guest_book.opening(known).key == "buku_tamu_sama"
    same = answer(form(known), "sama")
    assert (same.outcome, same.values["name"], same.values["consent"]) == (Outcome.DONE, "Budi", "ya")
    assert not any(key.startswith("before.") for key in same.values)
    changed = answer(form(known), "ubah")
    assert keys(changed) == ["buku_tamu"]
    direct = answer(form(known), "budi, bappeda, rkpd")
    assert direct.values["institution"] == "bappeda"


def test_what_nobody_understood_is_the_answer() -> None:
    """stories 7: an unsure message is taken as the asked field; a question never is."""
    step = guest_book.unsure(form(), "budi")
    assert step.values["name"] == "budi"
    assert guest_book.unsure(form(), "berapa angkanya").outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("0812 3456 7890", "+6281234567890"), ("62 812-3456-789", "+628123456789"), ("+62 8123456789", "+628123456789"),
     ("0812", None), ("2023", None)],
)  # fmt: skip
def test_phone_numbers(typed: str, stored: str | None) -> None:
    """rule 8.1: normalised to +628…, 9 to 13 digits after +62."""
    assert phone_in(typed) == stored


@pytest.mark.parametrize(
    ("typed", "valid"),
    [("Budi", True), ("M. Nur'aini Al-Farisi", True), ("B", False), ("a" * 101, False), ("budi@x.id", False),
     ("0812345", False)],
)  # fmt: skip
def test_names(typed: str, valid: bool) -> None:
    """rule 8.1: 2-100 letters, spaces, `.'-`; not a phone or an e-mail."""
    assert (name_of(typed) is not None) is valid


def test_categories_fit_a_list() -> None:
    """stories 7: ten rows of at most 24 letters."""
    assert len(CATEGORIES) == 10
    assert max(map(len, CATEGORIES)) <= 24
    assert category_of("Dinas Pendidikan") == "Pemda (OPD/desa)"
    assert right_address("a@gmail.com") is None


@settings(deadline=None)
@given(st.text(max_size=200))
def test_nothing_typed_breaks_it(text: str) -> None:
    """Bad input: whatever is typed, the form answers or passes, and never keeps more than a field may hold."""
    for start in (form(), form(asked=("name", "institution", "purpose")), form({"before.name": "Budi"})):
        step = answer(start, text)
        assert len(step.values.get("name", "")) <= 100
        guest_book.unsure(start, text)


@settings(deadline=None)
@given(
    name=st.sampled_from(["Budi", "Siti Aminah", "M. Nur'aini", "I Made"]),
    institution=st.sampled_from(["UMPR", "Bappeda Seruyan", "PT Maju", "SMAN 1", "perorangan", "Polres"]),
    purpose=st.sampled_from(["skripsi", "laporan tahunan", "bisnis", "penelitian desa"]),
    email=st.sampled_from(["", "budi@example.invalid"]),
    comma=st.sampled_from([", ", ",", "; ", "\n", " | "]),
    turned=st.booleans(),
)
def test_no_field_is_lost(name: str, institution: str, purpose: str, email: str, comma: str, turned: bool) -> None:
    """stories 7: whatever the order and the marks between, every field arrives."""
    middle = [purpose, institution] if turned else [institution, purpose]
    found = read(comma.join(filter(None, [name, *middle, email])))
    assert found["name"] == name
    assert found["institution"].lower() == institution.lower()
    assert found["purpose"] == purpose
    assert found.get("email", "") == email


def test_a_correction_at_the_consent_is_no_consent() -> None:
    """rule 12.3, stories 7: the corrected recap is asked about again; without a yes nothing is done, twice at most."""
    current = form()
    current = after(current, answer(current, "budi, umpr, skripsi"))
    for name in ("Budi Santoso", "Budi Santosa"):
        step = answer(current, f"nama saya {name}")
        assert (step.outcome, keys(step)) == (Outcome.OPEN, ["buku_tamu_setuju"])
        assert step.say[0].fields["nama"] == name
        assert [choice.title for choice in step.say[0].choices] == ["tombol_setuju", "tombol_tidak_setuju"]
        current = after(current, step)
    agreed = answer(current, "setuju")
    assert (agreed.outcome, agreed.values["name"], agreed.values["consent"]) == (Outcome.DONE, "Budi Santosa", "ya")
    given_up = answer(current, "nama saya Budi Santosi")
    assert (given_up.outcome, keys(given_up), given_up.values) == (Outcome.LEFT, ["buku_tamu_nanti"], {})
