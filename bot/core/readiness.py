"""What the office must confirm before going live (service_rules 13, stories 10 and 17)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

ANSWER_MIN, ANSWER_MAX = 2, 500
DECREE_NUMBER = "nomor_sk"  # printed on the page of the standard


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question to the office; `hint` says what holds until it is answered, with the office's placeholders."""

    key: str
    question: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """The office's answer; `confirmed_by` is a user's id."""

    key: str
    answer: str
    confirmed_by: str
    confirmed_at: datetime


ITEMS = (
    Item(
        key=DECREE_NUMBER,
        question="Nomor SK standar pelayanan",
        hint="Tampil di halaman Standar layanan begitu disimpan; sebelumnya nomornya dikosongkan.",
    ),
    Item(key="hari_kerja", question="Hari kerja dan jam istirahat", hint="Kini {hari_layanan}, {jam_layanan}."),
    Item(
        key="nomor_whatsapp",
        question="Nomor WhatsApp layanan dan nomor pengaduan",
        hint="Kini {wa_layanan} dan {wa_pengaduan}; standar hanya menyebut satu nomor, pada bagian pengaduan.",
    ),
    Item(
        key="target_balasan",
        question="Target balasan pertama petugas",
        hint="Kini {target_balasan} menit kerja sebagai target internal, tidak dijanjikan kepada pengguna.",
    ),
    Item(
        key="waktu_pengaduan",
        question="Batas waktu tindak lanjut pengaduan",
        hint="Kini {target_aduan} hari kerja untuk tindak lanjut pertama.",
    ),
    Item(
        key="buku_tamu",
        question="Tautan buku tamu dan kolom buku tamu nasional",
        hint="Buku tamu program ini dapat diunduh sebagai CSV.",
    ),
    Item(
        key="hari_libur",
        question="Hari libur dan jam khusus kantor",
        hint="Kini mengikuti kalender nasional dan office.yml.",
    ),
    Item(key="petugas", question="Daftar petugas dan perannya", hint="Akun dibuat di konsol oleh admin."),
    Item(
        key="retensi",
        question="Lama penyimpanan data",
        hint="Kini percakapan 90 hari, buku tamu dan konsultasi 1 tahun; jadwal retensi arsip dapat menggantinya.",
    ),
    Item(
        key="aduan_disimpan",
        question="Apakah program ini boleh menyimpan pengaduan",
        hint="Kini aduan diterima dan diberi nomor.",
    ),
    Item(key="tarif", question="Daftar tarif produk berbayar", hint="Konsultasi tidak dipungut biaya."),
    Item(
        key="libur_2027",
        question="SKB hari libur 2027",
        hint="Tanggal 2027 di kalender masih perkiraan sampai SKB-nya dibaca kantor.",
    ),
    Item(
        key="dasar_skm",
        question="Peraturan survei kepuasan yang berlaku",
        hint="Kini sembilan unsur menurut Permenpan RB 14/2017; bila ada yang lebih baru, sebutkan.",
    ),
    Item(
        key="kanal",
        question="Persetujuan membuka obrolan web dan Telegram",
        hint="Keduanya tidak disebut dalam standar; dilayani dengan janji yang sama seperti WhatsApp. "
        "Yang disetujui ditulis di office.yml, baris kanal.",
    ),
)
"""Service_rules 13 in its order, the regulation of 9.8, and the channels outside the standard (stories 17)."""
KEYS = frozenset(item.key for item in ITEMS)


@dataclass(frozen=True, kw_only=True)
class Unreviewed:
    """An entry of the knowledge base that nobody at the office has checked yet (stories 10)."""

    id: str
    title: str
    confidence: str


class Access(Enum):
    """How far a channel is open to citizens (stories 17)."""

    OPEN = "open"
    TRIAL = "trial"  # it works, but the office has not written which channels it opens
    SHUT = "shut"  # it would work, but the office has not opened it
    UNREADY = "unready"  # the office has opened it, but its settings are missing


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """The state of *Siap tayang?*.

    Attributes:
        answers: confirmations by key.
        names: who gave them, by a user's id.
        channels: channels that have their settings or that the office has opened, and how far they are open.
        admin_password_changed: whether the first password of the account `admin` is gone.
        has_backup_key: whether the nightly backup can be made.
        unreviewed: entries nobody has checked, risk first.
        has_complaint_reader: whether an active account may read complaints (stories 5).
        unread_complaints: open ones that nobody may read.
    """

    answers: Mapping[str, Confirmation]
    names: Mapping[str, str]
    channels: Mapping[str, Access]
    admin_password_changed: bool
    has_backup_key: bool
    unreviewed: tuple[Unreviewed, ...]
    has_complaint_reader: bool
    unread_complaints: int

    @property
    def complaints_are_read(self) -> bool:
        """Whether every complaint finds a reader, also one that names the usual one."""
        return self.has_complaint_reader and not self.unread_complaints

    @property
    def open_items(self) -> tuple[Item, ...]:
        """Questions without an answer."""
        return tuple(item for item in ITEMS if item.key not in self.answers)

    @property
    def risky(self) -> int:
        """Unreviewed entries that the office itself is not sure of."""
        return sum(entry.confidence == "konfirmasi" for entry in self.unreviewed)

    @property
    def missing(self) -> int:
        """How many things are open; the unsure entries together are one, the others are advice."""
        program = (not self.admin_password_changed) + (not self.has_backup_key) + (not self.complaints_are_read)
        unready = sum(access is Access.UNREADY for access in self.channels.values())
        return len(self.open_items) + program + unready + (self.risky > 0)

    @property
    def sentence(self) -> str:
        """`Belum siap: 3 hal` or `Siap`."""
        return f"Belum siap: {self.missing} hal" if self.missing else "Siap"


def access_of(configured: Collection[str], opened: Collection[str] | None) -> dict[str, Access]:
    """How far each channel is open.

    Args:
        configured: channels that have their settings.
        opened: those that the office has opened; None = it has not said yet.
    """
    if opened is None:
        return dict.fromkeys(sorted(configured), Access.TRIAL)
    return {
        channel: Access.SHUT if channel not in opened else Access.OPEN if channel in configured else Access.UNREADY
        for channel in sorted({*configured, *opened})
    }
