"""The register of consultations: one row each, no words of anybody and no officer (stories 8, 15)."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from bot.core.reports.charts import OUTCOMES
from bot.core.reports.counting import category_label, source_label, topic_label
from bot.core.reports.facts import ConsultationFact
from bot.core.reports.figures import Place, place_of
from bot.core.reports.groups import institution_group, purpose_group
from bot.core.reports.month import written_day, written_moment
from bot.core.tables_out import Cell, Table

HEADER = (
    "Nomor",
    "Kanal",
    "Kategori",
    "Topik",
    "Kelompok instansi",
    "Pemanfaatan",
    "Formulir terisi",
    "Diminta",
    "Mulai dilayani",
    "Balasan pertama",
    "Dijawab",
    "Dijanjikan",
    "Ditutup",
    "Hasil",
    "Dihitung sebagai",
)
PLACES = {
    Place.KONSULTASI: "Konsultasi",
    Place.INFO_LAYANAN: "Info layanan",
    Place.SALAH_ALAMAT: "Salah alamat",
    Place.SPAM: "Spam",
    Place.UJI_COBA: "Uji coba",
    Place.TANPA_LAYANAN: "Belum atau batal dilayani",
}


def register_of(facts: Iterable[ConsultationFact], zone: ZoneInfo, names: Mapping[str, str]) -> Table:
    """One row a consultation, in the order given; `names` are those of the knowledge base's entries."""
    rows = tuple(_row(fact, zone, names) for fact in facts)
    return Table(caption="Daftar konsultasi", header=HEADER, rows=rows)


def _row(fact: ConsultationFact, zone: ZoneInfo, names: Mapping[str, str]) -> tuple[Cell, ...]:
    return (
        fact.number,
        source_label(fact),
        category_label(fact.category),
        None if fact.topic is None else topic_label(fact.topic, names),
        institution_group(fact.institution),
        purpose_group(fact.purpose),
        "ya" if fact.has_form else "tidak",
        written_moment(fact.requested_at, zone),
        written_moment(fact.started_at, zone),
        written_moment(fact.first_reply_at, zone),
        written_moment(fact.answered_at, zone),
        None if fact.promised_for is None else written_day(fact.promised_for),
        written_moment(fact.closed_at, zone),
        OUTCOMES[fact.outcome],
        PLACES[place_of(fact)],
    )
