"""Exact words that are obeyed in every state, also while an officer holds the conversation (stories 5, 12.5)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.forms.form import FormKind

FILLERS = frozenset(
    """
    mau ingin pengin pengen hendak handak saya aku sy ulun kami tolong mohon minta izin ijin boleh bisa buat bikin
    isi mengisi melakukan mengajukan ajukan kirim min mimin admin kak kakak pak bapak bu ibu bang mas mbak ya dong
    nih sekarang di sini halo hai selamat pagi siang sore malam permisi maaf form formulir lihat
    """.split()
)
_COMPLAINTS = "pengaduan aduan komplain komplen complain complaint mengadu ngadu mengajukan+pengaduan lapor+aduan"
_PHRASES: Mapping[str, FormKind] = {
    **{phrase.replace("+", " "): FormKind.COMPLAINT for phrase in _COMPLAINTS.split()},
    "status aduan": FormKind.STATUS,
    "status pengaduan": FormKind.STATUS,
    "status komplain": FormKind.STATUS,
    "cek aduan": FormKind.STATUS,
    "cek pengaduan": FormKind.STATUS,
    "privasi": FormKind.NOTICE,
    "kebijakan privasi": FormKind.NOTICE,
    "pemberitahuan privasi": FormKind.NOTICE,
    "data saya": FormKind.MY_DATA,
    "data diri saya": FormKind.MY_DATA,
    "data pribadi saya": FormKind.MY_DATA,
    "salinan data saya": FormKind.MY_DATA,
    "salinan data diri saya": FormKind.MY_DATA,
    "salinan data pribadi saya": FormKind.MY_DATA,
    "perbaiki data": FormKind.CORRECT,
    "perbaiki data saya": FormKind.CORRECT,
    "ubah data saya": FormKind.CORRECT,
    "betulkan data saya": FormKind.CORRECT,
    "hapus data": FormKind.ERASE,
    "hapus data saya": FormKind.ERASE,
    "hapus data diri saya": FormKind.ERASE,
    "hapus data pribadi saya": FormKind.ERASE,
    "tarik persetujuan": FormKind.WITHDRAW,
    "tarik persetujuan saya": FormKind.WITHDRAW,
    "cabut persetujuan": FormKind.WITHDRAW,
    "cabut persetujuan saya": FormKind.WITHDRAW,
    "buku tamu": FormKind.GUEST_BOOK,
}
STARTED_BY: Mapping[str, FormKind] = {
    "pengaduan": FormKind.COMPLAINT,
    "beri_penilaian": FormKind.RATING,
    "isi_buku_tamu": FormKind.GUEST_BOOK,
    "privasi": FormKind.NOTICE,
    "data_saya": FormKind.MY_DATA,
    "perbaiki_data": FormKind.CORRECT,
    "hapus_data": FormKind.ERASE,
    "tarik_persetujuan": FormKind.WITHDRAW,
}
"""Which form each intent begins; asking *about* one is answered by the knowledge base (stories 21a)."""

_COPIES = frozenset(
    {"salinan", "salinan lengkap", "salinan data", "salinan data lengkap", "salinan data diri", "salinan data pribadi"}
)
_LONGEST = 60
_NUMBER = re.compile(r"\bPGD-?\s?(\d{8})-?\s?(\d{4})\b(?:\W+(?:kode\W+)?([A-HJ-NP-Z2-9]{6})\b)?", re.IGNORECASE)
_FOLLOWING_UP = re.compile(
    r"\b(?:aduan|pengaduan|laporan|komplain|keluhan)(?:ku|nya)?\b.*\b(?:saya|kami|ku|kemarin|lalu|itu)?\b.*"
    r"\b(?:kabar(?:nya)?|status|sampai mana|belum (?:ada|di)\w*|sudah diproses|ditindak\w*|perkembangan(?:nya)?)\b",
    re.IGNORECASE,
)
_COMPLAINING = re.compile(
    r"\b(?:komplain|komplen|complain|(?:me)?ngadu\w*|mengeluh\w*|keluhan|(?:peng)?aduan)\b", re.IGNORECASE
)
_TOKEN = re.compile(r"[a-z]+")
_CANCEL = frozenset(
    {"batal", "batalkan", "tidak jadi", "gak jadi", "ga jadi", "nggak jadi", "kada jadi", "cancel", "gajadi"}
)
_YES = frozenset("setuju ya iya oke ok boleh yes inggih baik sama benar betul".split())
_NO = frozenset({"tidak", "tidak setuju", "gak", "ga", "nggak", "jangan", "no", "kada"})
_DIRECT = frozenset(
    {"langsung saja", "langsung aja", "isi nanti", "nanti saja", "nanti aja", "nanti", "lewati", "skip"}
)
_SKIPS = frozenset(
    f"{no} {what}" for no in ("tidak", "tdk", "gak", "ga", "nggak", "kada", "ndak") for what in ("usah", "perlu", "ada")
) | {"lewati", "lewat", "skip", "nanti", "nanti saja", "nanti aja", "sudah cukup", "udah cukup", "nihil"}
_AGAIN = frozenset({"coba lagi", "ulang", "ulangi", "lagi"})
_OFFICER = frozenset({"petugas", "ptgs", "petugase", "operator", "cs"})
_SOMEBODY = _OFFICER | frozenset(
    "petugasnya admin adminnya staf stafnya pegawai pegawainya orang orangnya urang".split()
)
_SOMEBODY |= frozenset("urangnya manusia csnya operatornya".split())
_TO_TALK = frozenset(
    """
    minta butuh perlu bicara berbicara bcr ngomong ngobrol bapandir bepander bapander chat konsultasi berkonsultasi
    sambungkan sambungin disambungkan hubungkan hubungin dihubungkan panggil panggilkan panggilin ada mana dengan dgn
    sama karo lawan wan kaliyan ke kepada lewat dibantu dilayani
    """.split()
)
_WHICH = frozenset("bps pst jaga piket bertugas asli beneran langsung lgsg saja aja sj haja wae kah".split())


@dataclass(frozen=True, kw_only=True)
class ComplaintKey:
    """A complaint's number, and the code that proves who filed it, where one was typed."""

    number: str
    code: str | None


def command_in(text: str) -> FormKind | None:
    """The flow that a message asks for in so many words; a question about it (*aduan itu apa?*) is none."""
    if len(text) > _LONGEST or "?" in text:
        return None
    tokens = plain(text).split()
    for start in range(len(tokens)):
        if any(token not in FILLERS for token in tokens[:start]):
            return None
        for end in range(len(tokens), start, -1):
            if any(token not in FILLERS for token in tokens[end:]):
                break
            if (found := _PHRASES.get(" ".join(tokens[start:end]))) is not None:
                return found
    return None


def wants_copy(text: str) -> bool:
    """*Minta salinan*, as the button below one's own data says; before that, it may mean any document's."""
    asked = " ".join(token for token in plain(text).split() if token not in FILLERS)
    return len(text) <= _LONGEST and "?" not in text and asked in _COPIES


def complaint_key_in(text: str) -> ComplaintKey | None:
    """The number (and code) in a message that is about the state of a complaint and nothing else."""
    match = _NUMBER.search(text)
    if match is None or len(text) > 2 * _LONGEST:
        return None
    code = None if match[3] is None else match[3].upper()
    return ComplaintKey(number=f"PGD-{match[1]}-{match[2]}", code=code)


def follows_up(text: str) -> bool:
    """*Aduan saya minggu lalu kok belum ada kabar*: that is no new complaint (stories 21a)."""
    return _FOLLOWING_UP.search(text) is not None


def speaks_of_complaint(text: str) -> bool:
    """Whether a message that could not be understood may be a complaint: then no officer's queue is for it."""
    return _COMPLAINING.search(text) is not None


def is_cancel(text: str) -> bool:
    """*Batal*, at any step of any form."""
    return _says(text, _CANCEL)


def is_yes(text: str) -> bool:
    """Consent or confirmation in one word."""
    words = _bare(text)
    return bool(words) and all(word in _YES for word in words)


def is_no(text: str) -> bool:
    """The contrary."""
    return _says(text, _NO)


def is_direct(text: str) -> bool:
    """*Langsung saja*: nothing blocks a person who says so (stories 7)."""
    return _says(text, _DIRECT)


def skips(text: str) -> bool:
    """*Lewati*, *tidak usah*, *tidak ada*: what may be left out is left out."""
    return _says(text, _SKIPS)


def asks_again(text: str) -> bool:
    """*Coba lagi*."""
    return _says(text, _AGAIN)


def asks_officer(text: str) -> bool:
    """*Petugas*, *mau bicara dengan orangnya*, and nothing about one."""
    words = set(plain(text).split())
    somebody = words & _OFFICER or (words & _SOMEBODY and words & _TO_TALK)
    return bool(somebody) and len(text) <= _LONGEST and words <= _SOMEBODY | _TO_TALK | _WHICH | FILLERS


def plain(text: str) -> str:
    """Lower-case words without marks."""
    return " ".join(_TOKEN.findall(text.lower()))


def _bare(text: str) -> list[str]:
    polite = {"min", "kak", "pak", "bu", "ya", "dong", "saja", "deh", "mas", "mbak"}
    words = plain(text).split()
    return [word for word in words if word not in polite] or words


def _says(text: str, phrases: frozenset[str]) -> bool:
    return plain(text) in phrases or " ".join(_bare(text)) in phrases
