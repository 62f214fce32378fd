"""The complaint as a machine: the story once, the name if one likes (service_rules 8.2, stories 5)."""

from dataclasses import replace

import pytest

from bot.core.complaints import ComplaintState, complaint_number, move
from bot.core.errors import ImpossibleTransition
from bot.core.forms import complaint
from bot.core.forms.form import Form, FormKind, Outcome, Step
from tests.fakes import MONDAY_TEN

STORY = "Kemarin pagi saya menunggu dua jam di ruang PST dan tidak ada yang melayani."


def form(**values: str) -> Form:
    return Form(
        id="f", conversation_id="c", kind=FormKind.COMPLAINT, values=values, opened_at=MONDAY_TEN,
        expires_at=MONDAY_TEN,
    )  # fmt: skip


def keys(step: Step) -> list[str]:
    return [say.key for say in step.say]


def test_story_then_name_then_done() -> None:
    """stories 5: told once; the name is optional."""
    step = complaint.answer(form(), STORY)
    assert (step.outcome, keys(step), step.values["story"]) == (Outcome.OPEN, ["aduan_nama"], STORY)
    named = complaint.answer(form(story=STORY), "nama saya Budi")
    assert (named.outcome, named.values["name"]) == (Outcome.DONE, "Budi")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Baik terima kasih", {}),
        *((text, {"anonymous": "ya"}) for text in (
            "anonim", "Anonim saja kak", "secara anonim", "saya ingin anonim", "biar anonim aja",
            "rahasiakan nama saya", "tolong rahasiakan identitas saya", "nama saya dirahasiakan",
            "jangan sebut nama saya", "nama saya jangan disebut", "tidak mau disebutkan namanya",
        )),
        *((text, {}) for text in (
            "tanpa nama", "tanpa nama saja", "lewati", "lewati saja", "ga usah", "kada usah", "tidak usah pakai nama",
            "namanya tidak usah disebut", "setuju", "ya", "kirim saja", "lanjut", "terserah saja kak",
        )),
    ],
)  # fmt: skip
def test_a_name_is_not_needed(text: str, values: dict[str, str]) -> None:
    """rule 8.2: anonymous allowed."""
    step = complaint.answer(form(story=STORY), text)
    assert step.outcome is Outcome.DONE
    assert step.values == {"story": STORY, **values}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Budi Santoso", "Budi Santoso"), ("saya Budi Santoso", "Budi Santoso"), ("ulun budi", "budi"),
        ("a/n Siti Aminah", "Siti Aminah"), ("atas nama Hari Lestari", "Hari Lestari"), ("bu ani", "bu ani"),
        ("jangan rahasia, nama saya Budi Santoso", "Budi Santoso"), ("tidak anonim. nama saya Siti", "Siti"),
    ],
)  # fmt: skip
def test_a_name_is_taken(text: str, name: str) -> None:
    """service_rules 8.2: who gives a name is filed under it, also beside a no to *anonim*."""
    step = complaint.answer(form(story=STORY), text)
    assert (step.outcome, step.values) == (Outcome.DONE, {"story": STORY, "name": name})


@pytest.mark.parametrize(
    "text",
    [
        "tidak anonim", "jangan anonim dulu", "petugasnya bilang rahasia", "katanya dokumennya rahasia",
        "nama saya salah", "kenapa nama saya tidak dirahasiakan petugas", "data saya dijual", "tidak",
        "tidak setuju", "jangan dikirim dulu", "jangan kirim", "ga usah kirim", "saya belum dilayani",
    ],
)  # fmt: skip
def test_what_only_mentions_it_files_nothing(text: str) -> None:
    """stories 5: anonymity cannot be undone, so that only who says just this gets it; the name is asked again."""
    step = complaint.answer(form(story=STORY), text)
    assert (step.outcome, keys(step)) == (Outcome.OPEN, ["aduan_ditambah"])


@pytest.mark.parametrize(
    "text",
    [
        "apa bedanya anonim dan tanpa nama?", "kalau anonim apakah tetap ditindaklanjuti?", "kalau anonim gimana",
        "apakah nomor saya rahasia?", "apakah aduan saya rahasia?", "bisa anonim?", "anonim?", "rahasia gak?",
        "boleh anonim kak", "apa bisa dirahasiakan", "petugas",
        "mau bicara dengan petugas", "ulun handak bapandir lawan petugas", "ada petugas?",
        "luas panen padi seruyan 2023", "tpt, tpak",
    ],
)  # fmt: skip
def test_no_name_and_no_choice(text: str) -> None:
    """stories 5, service_rules 8.2: who asks, searches or wants an officer is heard, and nothing is filed by it."""
    assert complaint.answer(form(story=STORY), text).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "text",
    [
        "jam buka besok?", "min, besok buka jam berapa?", "berapa inflasi seruyan", "bisa tanpa nama?",
        "apakah nomor saya rahasia?", "kapan mulai pendataan", "oke terima kasih", "makasih banyak kak",
    ],
)  # fmt: skip
def test_no_story(text: str) -> None:
    """stories 5: a question or a thanks after *pengaduan* goes its way; the story is still awaited."""
    assert complaint.answer(form(), text).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "text",
    [
        "kenapa petugas tidak ada di loket? saya sudah menunggu 2 jam", "Apakah pantas saya menunggu dua jam?",
        "saya disuruh pulang, apa boleh begitu?", "sudah tiga kali saya datang, kapan dilayani?", "kantor kok kosong?",
        "apakah saya harus bayar 50 ribu?", "rumah saya tidak pernah didata, kapan?", "di mana keadilan, saya diusir",
        "bagaimana ini, kantor kosong terus tiap saya datang", "apa apaan ini webnya error terus",
        "petugas kasar sekali", "tidak ada petugas di loket", "data yang diberikan salah",
        "min petugasnya mana, loket kosong",
    ],
)  # fmt: skip
def test_a_story_may_ask(text: str) -> None:
    """stories 5: in doubt it is the story, which no officer reads."""
    step = complaint.answer(form(), text)
    assert (step.outcome, step.values["story"]) == (Outcome.OPEN, text)


def test_an_officer_instead_of_a_story() -> None:
    """stories 5, 7: who would rather have a person before telling anything, gets one."""
    for text in ("petugas", "mau bicara dengan petugas", "min minta orangnya langsung"):
        assert complaint.answer(form(), text).outcome is Outcome.OFFICER
    assert complaint.answer(form(), "petugas", evidence=True).outcome is Outcome.OPEN, "a file's caption stays with it"


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("jam buka hari Jumat?", True),
        ("berapa inflasi seruyan", True),
        ("Kenapa dia membentak saya?", False),
        ("apakah petugasnya boleh begitu?", False),
        ("Berapa Siregar sering disebut orang, " * 4, False),
    ],
)
def test_a_question_at_the_name(text: str, passed: bool) -> None:
    """service_rules 8.2, stories 5: a question goes its way; what may be about the complaint stays with it."""
    step = complaint.answer(form(story=STORY), text)
    assert (step.outcome is Outcome.PASSED) is passed
    if not passed:
        assert text.strip() in step.values["story"]
    assert complaint.answer(form(), "Apakah pantas saya menunggu dua jam?").outcome is Outcome.OPEN, "the story itself"


def test_what_follows_the_story_belongs_to_it() -> None:
    """stories 12: people write in several bubbles; nothing of it is lost."""
    step = complaint.answer(form(story=STORY), "Waktu itu sekitar jam 9 dan petugasnya 2 orang sedang main HP")
    assert (step.outcome, keys(step)) == (Outcome.OPEN, ["aduan_ditambah"])
    assert step.values["story"].startswith(STORY)
    assert "main HP" in step.values["story"]


def test_limits_are_explained_twice_at_most() -> None:
    """rule 8.2: 10-2000 letters; then the published channels are shown."""
    current = form()
    for _ in range(2):
        step = complaint.answer(current, "kasar")
        assert keys(step) == ["aduan_terlalu_singkat"]
        current = replace(current, tries=step.tries)
    step = complaint.answer(current, "kasar")
    assert (step.outcome, keys(step)) == (Outcome.OPEN, ["aduan_buntu", "aduan_kanal", "aduan_meja"])
    assert [choice.title for choice in step.say[0].choices] == ["tombol_coba_lagi", "tombol_petugas"]
    current = replace(current, asked=step.asked, values=step.values)
    assert complaint.answer(current, "petugas").outcome is Outcome.OFFICER
    last = complaint.answer(current, "kasar")
    assert (last.outcome, keys(last)) == (Outcome.LEFT, ["aduan_belum", "aduan_kanal", "aduan_meja"])
    again = complaint.answer(current, "coba lagi")
    assert (keys(again), again.tries) == (["aduan_cerita"], 0)
    later = complaint.answer(replace(current, asked=again.asked, values=again.values, tries=0), STORY)
    assert later.values["story"] == f"kasar\n{STORY}", "what was told stays told"
    assert keys(complaint.answer(form(), "a" * 2_001)) == ["aduan_terlalu_panjang"]


def test_what_was_told_in_pieces_is_a_story_in_the_end() -> None:
    """Rule 8.2, stories 12: two explanations are enough; three short bubbles together are taken."""
    current = form()
    for piece in ("kasar", "di loket"):
        step = complaint.answer(current, piece)
        assert keys(step) == ["aduan_terlalu_singkat"]
        current = replace(current, tries=step.tries, values=step.values)
    step = complaint.answer(current, "kemarin")
    assert (keys(step), step.values["story"]) == (["aduan_nama"], "kasar\ndi loket\nkemarin")


def test_a_story_beside_a_number_is_taken_without_it() -> None:
    """Rule 2.2: explained twice; then what was told counts, and the number is gone."""
    current = form()
    for text in (f"{STORY} 6208011234567890",) * 2:
        step = complaint.answer(current, text)
        assert keys(step) == ["isian_tanpa_nik"]
        current = replace(current, tries=step.tries)
    step = complaint.answer(current, f"{STORY} 6208011234567890")
    assert step.values["story"] == f"{STORY} [nomor identitas dihapus]"
    assert keys(complaint.answer(current, "6208011234567890"))[0] == "aduan_buntu"


def test_cancel_and_identity_number() -> None:
    """*Batal* at any step; rule 2.2: no NIK."""
    for open_form in (form(), form(story=STORY)):
        assert complaint.answer(open_form, "batal").outcome is Outcome.LEFT
        assert keys(complaint.answer(open_form, f"{STORY} 6208011234567890")) == ["isian_tanpa_nik"]


def test_numbers_for_a_name_do_not_lose_the_story() -> None:
    """service_rules 3.6: explained twice; then what was told is filed without a name, and without the number."""
    current = form(story=STORY)
    for _ in range(2):
        step = complaint.answer(current, "6208011234567890")
        assert (step.outcome, keys(step)) == (Outcome.OPEN, ["isian_tanpa_nik"])
        current = replace(current, tries=step.tries)
    step = complaint.answer(current, "6208011234567890")
    assert (step.outcome, step.values) == (Outcome.DONE, {"story": STORY})


def test_codes() -> None:
    """stories 5e: six letters that cannot be confused; only a hash is stored."""
    code = complaint.code_from("token")
    assert len(code) == 6
    assert not set(code) & set("IO01")
    assert complaint.code_hash("PGD-1", code.lower()) == complaint.code_hash("PGD-1", code)
    assert complaint.code_hash("PGD-2", code) != complaint.code_hash("PGD-1", code)
    assert complaint_number(MONDAY_TEN.date(), 7) == "PGD-20261123-0007"


@pytest.mark.parametrize("state", list(ComplaintState))
@pytest.mark.parametrize("to", list(ComplaintState))
def test_states(state: ComplaintState, to: ComplaintState) -> None:
    """rule 8.2: BARU → PROSES → SELESAI (+ DITOLAK); a closed one can be taken up again."""
    allowed = {("baru", "proses"), ("baru", "selesai"), ("baru", "ditolak"), ("proses", "selesai"),
               ("proses", "ditolak"), ("selesai", "proses"), ("ditolak", "proses")}  # fmt: skip
    if (state.value, to.value) in allowed:
        assert move(state, to) is to
    else:
        with pytest.raises(ImpossibleTransition):
            move(state, to)
