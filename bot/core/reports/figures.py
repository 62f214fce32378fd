"""The three figures, which are never summed, and what stands apart from them (stories 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from bot.core.consultations import Category, Outcome
from bot.core.reports.facts import BotSessionFact, ConsultationFact, Facts, Way

_BY_OUTCOME = {Outcome.TEST: "uji_coba", Outcome.SPAM: "spam", Outcome.WRONG_ADDRESS: "salah_alamat"}


class Place(Enum):
    """Where a consultation is counted: in exactly one of these."""

    KONSULTASI = "konsultasi"
    INFO_LAYANAN = "info_layanan"
    SALAH_ALAMAT = "salah_alamat"
    SPAM = "spam"
    UJI_COBA = "uji_coba"
    TANPA_LAYANAN = "tanpa_layanan"  # a chat without form that no officer has taken; a visitor who left before


class BotPlace(Enum):
    """Where a conversation with the assistant is counted: in exactly one of these."""

    MANDIRI = "mandiri"
    INFO_LAYANAN = "info_layanan"
    DITERUSKAN = "diteruskan"  # counted with its consultation
    TANPA_JAWABAN = "tanpa_jawaban"
    UJI_COBA = "uji_coba"


DEFINITIONS = {
    "Konsultasi": (
        "Permintaan data, metadata, atau klasifikasi lewat kunjungan langsung, portal, atau chat. Chat dihitung bila "
        "formulirnya terisi atau petugas mengambilnya. Yang kategorinya belum dipilih ikut dihitung dan disebut. "
        "Dihitung pada tanggal permintaan."
    ),
    "Percakapan mandiri": (
        "Percakapan tentang data, metadata, atau klasifikasi yang dijawab asisten otomatis saja, tanpa formulir dan "
        "tanpa petugas. Selesai setelah 30 menit tanpa pesan; dihitung pada tanggal mulainya."
    ),
    "Pengaduan": "Aduan yang diterima lewat semua saluran pengaduan, dihitung pada tanggal diterima.",
}
NEVER_SUMMED = "Ketiga angka ini berdiri sendiri dan tidak dijumlahkan."


def place_of(fact: ConsultationFact) -> Place:
    """Where it is counted."""
    if fact.trial:
        return Place.UJI_COBA
    if fact.outcome in _BY_OUTCOME:
        return Place(_BY_OUTCOME[fact.outcome])
    if _is_unserved(fact):
        return Place.TANPA_LAYANAN
    return Place.INFO_LAYANAN if fact.category is Category.LAYANAN else Place.KONSULTASI


def _is_unserved(fact: ConsultationFact) -> bool:
    match fact.way:
        case Way.CHAT:
            return not (fact.has_form or fact.by_officer)
        case Way.LANGSUNG:
            return fact.closed_at is not None and not fact.by_officer
        case Way.PORTAL:
            return False


def bot_place_of(fact: BotSessionFact) -> BotPlace:
    """Where it is counted."""
    if fact.trial:
        return BotPlace.UJI_COBA
    if fact.handed_over:
        return BotPlace.DITERUSKAN
    if not fact.answered:
        return BotPlace.TANPA_JAWABAN
    return BotPlace.INFO_LAYANAN if fact.category is Category.LAYANAN else BotPlace.MANDIRI


def consultations_at(facts: Iterable[ConsultationFact], place: Place) -> list[ConsultationFact]:
    """Those counted at one place."""
    return [fact for fact in facts if place_of(fact) is place]


def sessions_at(facts: Iterable[BotSessionFact], place: BotPlace) -> list[BotSessionFact]:
    """Those counted at one place."""
    return [fact for fact in facts if bot_place_of(fact) is place]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The three figures of a span of time."""

    consultations: tuple[ConsultationFact, ...]
    alone: tuple[BotSessionFact, ...]
    complaints: int

    @classmethod
    def of(cls, facts: Facts) -> "Figures":
        """Count the facts."""
        return cls(
            consultations=tuple(consultations_at(facts.consultations, Place.KONSULTASI)),
            alone=tuple(sessions_at(facts.bot_sessions, BotPlace.MANDIRI)),
            complaints=len(facts.complaints),
        )

    @property
    def unchosen(self) -> int:
        """Consultations whose category nobody has chosen: they count, and the report says how many they are."""
        return sum(fact.category is None for fact in self.consultations)

    @property
    def without_email(self) -> int:
        """Visitors without an address, who are served all the same (stories 18)."""
        return sum(fact.without_email for fact in self.consultations)

    def by_way(self, way: Way) -> int:
        """Consultations of one way."""
        return sum(fact.way is way for fact in self.consultations)
