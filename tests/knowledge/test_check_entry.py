"""The rules on a single entry: a table of one fault each, with its line."""

import pytest

from bot.knowledge.check import check
from tests.knowledge.samples import context, sample

ANSWER = "Inflasi adalah kenaikan harga secara umum."
LINK = "Tabelnya ada di {{tautan.situs}}."
LONG = "Inflasi dihitung dari harga barang dan jasa. " * 10

FAULTS = [
    # label, edit of the sample, line, piece of the problem, piece of the remedy
    ("21 letters on a button", ("Arti inflasi", "A" * 21), 3, "21 karakter", "20"),
    ("no source", ("[Konsep Inflasi]", "[]"), 17, "Sumber belum ditulis", "publikasi"),
    ("review in the future", ("ditinjau:", "ditinjau: {tanggal: 2026-11-24, oleh: A}"), 19, "belum tiba", "tanggal"),
    ("eleven examples", ("  - what is inflation\n", ""), 4, "Baru ada 11 contoh", "12"),
    ("example of marks", ("- what is inflation", '- "???"'), 14, "tidak berisi kata", "Tulis"),
    ("example with markup", ("- what is inflation", "- apa [inflasi](x)"), 14, "kurung siku", "tanpa kurung"),
    ("title of 91", ("Apa itu inflasi?", "A" * 91), 2, "Judul 91 karakter", "90"),
    ("no answer", (f"{ANSWER}\n{LINK}\n", ""), 24, "Jawaban kosong", "---"),
    ("answer over 700", (LINK, (LONG * 2)[:660]), 24, "Jawaban 70", "700"),
    ("first sentence over 120", ("umum.", "umum" + ", naik" * 20 + "."), 24, "Kalimat pertama", "120"),
    ("placeholder counts filled", (ANSWER, "Kantor kami {{alamat}} " + "a" * 60 + "."), 24, "Kalimat pertama", "120"),
    ("Kec. ends no sentence", (ANSWER, "Kantor di Kec. " + "a" * 110 + "."), 24, "Kalimat pertama", "120"),
    ("blank line", (f"{ANSWER}\n", f"{ANSWER}\n\n"), 25, "baris kosong", "Hapus"),
    ("KBLI code without version", (LINK, "Kodenya 56102."), 25, "Kode 56102", "KBLI 2020"),
    ("desk jargon", ("umum.", "umum dalam satu sesi."), 24, "'sesi'", "percakapan"),
    ("jargon in the title", ("Apa itu inflasi?", "Apa itu SLA?"), 2, "'SLA'", "batas waktu"),
    ("note to the writer", (LINK, "Standar kantor tidak menyebut ini."), 25, "tidak menyebut", "catatan"),
    ("unseen character", ("umum.", "umum\u200b."), 24, "U+200B", "ketik ulang"),
    ("unseen in an example", ("- what is inflation", "- what\u00ad is inflation"), 14, "U+00AD", "ketik ulang"),
    ("misspelt placeholder", ("{{tautan.situs}}", "{{tautan.situ}}"), 25, "{{tautan.situ}}", "{{tautan.situs}}"),
    ("placeholder with blanks", ("{{tautan.situs}}", "{{ alamat }}"), 25, "bukan isian", "tanpa spasi"),
    ("placeholder in a label", ("Arti inflasi", "'{{wilayah}}'"), 3, "Label memakai kurung", "tanpa isian"),
    ("invented address", (LINK, "Lihat tabel.example.com/inflasi."), 25, "tabel.example.com/inflasi", "office.yml"),
    (
        "invented page of our site",
        (LINK, "Lihat contohkab.example.go.id/a."),
        25,
        "contohkab.example.go.id/a",
        "office",
    ),
    ("unknown mail address", (LINK, "Tulis ke x@example.com."), 25, "x@example.com", "office.yml"),
    ("address among sources", ("[Konsep Inflasi]", "[blog.example.com]"), 17, "blog.example.com", "Hapus"),
    ("two links", (ANSWER, "Lihat {{tautan.pst}}."), 25, "lebih dari satu tautan", "Sisakan satu"),
    ("text after the link", ("{{tautan.situs}}.", "{{tautan.situs}} lalu klik."), 25, "tidak berada di akhir", "akhir"),
]

ADVICE = [
    ("answer over 450", (LINK, LONG.strip()), 24, "Jawaban 4", "450"),
    (
        "answer past its date",
        ("berlaku_sampai:", "berlaku_sampai: 2026-11-22"),
        20,
        "jawaban disembunyikan",
        "Perbarui",
    ),
    ("shouting", ("umum.", "umum. HARAP BACA INI."), 24, "huruf besar", "huruf biasa"),
    ("a figure about the region", (LINK, "Penduduk Contoh 162.906 jiwa."), 25, "'6 jiwa'", "tabelnya"),
    ("an amount of money", (LINK, "Garis kemiskinan Contoh Rp 500.000."), 25, "'Rp 5'", "tabelnya"),
    ("same words in slang", ("- what is inflation", "- brp inflasi\n  - berapa inflasi"), 15, "terbaca sama", "lain"),
]

OFFICE_FACTS = [
    # label, text in the answer, piece of the problem, placeholder to write
    ("address", "Jalan Melati Raya, Kelurahan Satu, Kabupaten Contoh 12345", "Jalan Melati Raya, Kel", "{{alamat}}"),
    ("street, shortened", "Jl. Melati Raya", "Jl. Melati Raya", "{{alamat}}"),
    ("office", "bps kabupaten contoh", "bps kabupaten contoh", "{{nama_kantor}}"),
    ("phone", "(0538) 1234567", "(0538) 1234567", "{{telepon}}"),
    ("phone, otherwise written", "0538-123 4567", "0538-123 4567", "{{telepon}}"),
    ("WhatsApp, international", "+62 812-0000-0001", "+62 812-0000-0001", "{{wa_layanan}}"),
    ("complaints", "081200000002", "081200000002", "{{wa_pengaduan}}"),
    ("e-mail", "contoh@example.go.id", "contoh@example.go.id", "{{email}}"),
    ("standard", "SK Mei 2025", "SK Mei 2025", "{{standar}}"),
    ("hours", "08.00-15.30 WIB", "08.00-15.30 WIB", "{{jam_layanan}}"),
    ("hours in words", "8:00 sampai 15:30", "8:00 sampai 15:30", "{{jam_layanan}}"),
    ("opening", "08.00", "08.00", "{{jam_buka}}"),
    ("closing", "15.30 WIB", "15.30 WIB", "{{jam_tutup}}"),
    ("days", "Senin s.d. Jumat", "Senin s.d. Jumat", "{{hari_layanan}}"),
    (
        "site, one of several",
        "https://contohkab.example.go.id",
        "https://contohkab",
        "{{tautan.situs}}, atau tautan lain",
    ),
    ("the longer site first", "pst.example.go.id", "'pst.example.go.id'", "{{tautan.pst}}"),
]

FINE = [
    ("a known address", ("{{tautan.situs}}", "indah.example.go.id")),
    ("a code with its version", (LINK, "Kodenya 56102 (KBLI 2020).")),
    ("a code of another list", (LINK, "Kode pos 74215 dan KBKI 12345.")),
    ("amounts that are no codes", (LINK, "Biaya 15.000 atau 12345,5.")),
    ("a threshold that is not ours", (LINK, "RSE sampai 25 persen layak dipakai.")),
    ("a word that holds a forbidden one", (LINK, "Konsesi dan profesi tercatat.")),
    ("a link in quotation marks at the end", ("{{tautan.situs}}.", '"{{tautan.situs}}".')),
    ("facts as people type them", ("- what is inflation", "- jl. melati raya, 0812-0000-0001")),
    ("an example as the title asks", ("- what is inflation", "- apa itu inflasi")),
    ("valid today", ("berlaku_sampai:", "berlaku_sampai: 2026-11-23")),
    ("reviewed today", ("ditinjau:", "ditinjau: {tanggal: 2026-11-23, oleh: A}")),
    ("20 letters on a button", ("Arti inflasi", "A" * 20)),
]


def test_the_sample_has_no_faults() -> None:
    """The tables below change one thing each."""
    assert check([sample()], context()) == []


@pytest.mark.parametrize(("edit", "line", "problem", "remedy"), [r[1:] for r in FAULTS], ids=[r[0] for r in FAULTS])
def test_a_blocking_fault(edit: tuple[str, str], line: int, problem: str, remedy: str) -> None:
    """Design "The knowledge base"; stories 10, 20, 22, 23."""
    faults = check([sample(edit)], context())
    found = [fault for fault in faults if problem in fault.problem and remedy in fault.remedy]
    assert [(fault.line, fault.blocks) for fault in found] == [(line, True)], faults


@pytest.mark.parametrize(("edit", "line", "problem", "remedy"), [r[1:] for r in ADVICE], ids=[r[0] for r in ADVICE])
def test_advice_does_not_block(edit: tuple[str, str], line: int, problem: str, remedy: str) -> None:
    """Design: target 450 characters, hidden answers flagged; stories 22, 23."""
    faults = check([sample(edit)], context())
    found = [fault for fault in faults if problem in fault.problem and remedy in fault.remedy]
    assert [(fault.line, fault.blocks) for fault in found] == [(line, False)], faults
    assert not any(fault.blocks for fault in faults)


@pytest.mark.parametrize(("text", "problem", "remedy"), [r[1:] for r in OFFICE_FACTS], ids=[r[0] for r in OFFICE_FACTS])
def test_an_office_fact_is_told_once_with_its_placeholder(text: str, problem: str, remedy: str) -> None:
    """Stories 20: facts stand in office.yml only, so that another office changes one file."""
    faults = check([sample((LINK, f"Keterangan: {text}"))], context())
    (fault,) = [fault for fault in faults if "keterangan kantor" in fault.problem]
    assert (fault.line, fault.blocks) == (25, True)
    assert problem in fault.problem
    assert remedy in fault.remedy


@pytest.mark.parametrize(("old", "line"), [("Apa itu inflasi?", 2), ("Konsep Inflasi", 17)], ids=["judul", "sumber"])
def test_office_facts_are_refused_in_title_and_sources_too(old: str, line: int) -> None:
    """Stories 20."""
    (fault,) = check([sample((old, "Layanan BPS Kabupaten Contoh"))], context())
    assert (fault.line, fault.remedy) == (line, "Tulis {{nama_kantor}}.")


@pytest.mark.parametrize("edit", [row[1] for row in FINE], ids=[row[0] for row in FINE])
def test_what_looks_like_a_fault_but_is_none(edit: tuple[str, str]) -> None:
    """A check that cries wolf is switched off."""
    assert check([sample(edit)], context()) == []


@pytest.mark.parametrize("name", ["Data-IPM", "data ipm", "dataipm\u00e9"])
def test_a_file_name_that_cannot_be_an_id(name: str) -> None:
    """Design: the id is the file name, and part of an intent."""
    (fault,) = check([sample(name=name)], context())
    assert (fault.line, fault.blocks) == (1, True)
    assert name in fault.problem
