"""Exact words, obeyed in every state."""

import pytest

from bot.core.forms.form import FormKind
from bot.core.forms.words import asks_officer, command_in, complaint_key_in, follows_up, is_cancel, is_direct


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("pengaduan", FormKind.COMPLAINT),
        ("Mau komplain", FormKind.COMPLAINT),
        ("min, saya mau aduan dong", FormKind.COMPLAINT),
        ("KOMPLAIN!!", FormKind.COMPLAINT),
        ("saya ingin hapus data saya kak", FormKind.ERASE),
        ("data saya", FormKind.MY_DATA),
        ("min mau lihat data saya", FormKind.MY_DATA),
        ("perbaiki data", FormKind.CORRECT),
        ("tarik persetujuan", FormKind.WITHDRAW),
        ("Privasi", FormKind.NOTICE),
        ("isi buku tamu", FormKind.GUEST_BOOK),
        ("status aduan", FormKind.STATUS),
        ("pengaduan itu apa?", None),
        ("di mana menyampaikan pengaduan", None),
        ("saya tidak mau komplain", None),
        ("data penduduk saya perlu", None),
        ("hapus data penduduk 2019", None),
        ("data saya salah hitung", None),
        ("halo kak", None),
        ("", None),
    ],
)
def test_commands(text: str, kind: FormKind | None) -> None:
    """stories 5, rule 12.5: exact words with polite fillers; asking about it, or anything longer, is none."""
    assert command_in(text) is kind


def test_number_and_code() -> None:
    """stories 5e: status with number and code, however it is typed."""
    found = complaint_key_in("status aduan pgd-20261123-0007 abc234")
    assert found is not None
    assert (found.number, found.code) == ("PGD-20261123-0007", "ABC234")
    alone = complaint_key_in("PGD-20261123-0007")
    assert alone is not None
    assert alone.code is None
    assert complaint_key_in("status aduan saya") is None


def test_following_up_is_no_new_complaint() -> None:
    """stories 21a: 'aduan saya minggu lalu kok belum ada kabar' starts the status check."""
    assert follows_up("aduan saya minggu lalu kok belum ada kabar")
    assert not follows_up("saya mau mengadukan petugas yang kasar")


def test_leaving() -> None:
    """stories 7: *langsung saja* is respected; rule 8: *batal* at any step."""
    assert is_direct("langsung aja kak")
    assert is_cancel("Batal")
    assert is_cancel("ga jadi min")
    assert not is_cancel("batal saya dilayani kemarin")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("petugas", True), ("Petugas dong min!", True), ("mau bicara dengan petugas", True), ("ada petugas?", True),
        ("ulun handak bapandir lawan petugas", True), ("pengen ngomong karo petugase wae", True), ("cs", True),
        ("minta orangnya langsung", True), ("sambungkan ke admin", True), ("bisa ngobrol sama pegawai bps?", True),
        ("petugasnya mana", True),
        ("petugasnya", False), ("petugas kasar", False), ("tidak ada petugas", False), ("halo admin", False),
        ("petugas tidak ada di loket", False), ("jangan petugas", False), ("petugas minta uang", False),
        ("petugas atas nama Budi", False), ("orang", False), ("kenapa petugas tidak ada", False),
    ],
)  # fmt: skip
def test_a_wish_for_an_officer(text: str, asked: bool) -> None:
    """stories 5, 7: asked for in few words; what is told about one is no wish."""
    assert asks_officer(text) is asked
