"""Small helpers to count facts into rows."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.channel_names import channel_label
from bot.core.consultations import Category
from bot.core.reports.facts import ConsultationFact, Way, WrongFact
from bot.core.reports.groups import UNKNOWN

CATEGORIES = {
    Category.DATA: "Data",
    Category.METADATA: "Metadata",
    Category.KLASIFIKASI: "Klasifikasi",
    Category.LAYANAN: "Layanan",
}
WAYS = {Way.LANGSUNG: "Langsung", Way.PORTAL: "Portal", Way.CHAT: "Chat"}
UNCHOSEN = "Kategori belum dipilih"
_NO_ENTRY = "Bukan jawaban tanya jawab"
_MISSED = {"luput": "Tidak dipahami", "luar_topik": "Di luar topik"}


def source_label(fact: ConsultationFact) -> str:
    """The way, or the channel of a chat."""
    return channel_label(fact.channel) if fact.way is Way.CHAT else WAYS[fact.way]


def topic_label(topic: str | None, names: Mapping[str, str]) -> str:
    """What the entry is called; of one that is gone, `data_laju_pertumbuhan` as `laju pertumbuhan`."""
    if topic is None:
        return UNKNOWN
    if topic in names:
        return names[topic]
    category, _, rest = topic.partition("_")
    known = rest and category in {each.value for each in Category}
    return (rest if known else topic).replace("_", " ").replace("/", ": ")


def missed_label(intent: str) -> str:
    """Why a question was not answered."""
    return _MISSED.get(intent, topic_label(intent, {}))


def wrong_rows(wrong: Iterable[WrongFact], names: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """Entries whose answers were called wrong, with how often, the most frequent first (stories 9)."""
    counts: Counter[str] = Counter()
    for fact in wrong:
        counts[_NO_ENTRY if fact.topic is None else topic_label(fact.topic, names)] += fact.count
    return tuple(ranked(counts.elements()))


def category_label(category: Category | None) -> str:
    """A category's name, also where nobody has chosen one."""
    return UNCHOSEN if category is None else CATEGORIES[category]


def ranked(labels: Iterable[str]) -> list[tuple[str, int]]:
    """Labels with their numbers, the most frequent first, equals by name."""
    return sorted(Counter(labels).items(), key=lambda item: (-item[1], item[0]))


def percent(part: int, whole: int) -> str | None:
    """`62,5 %`; None of nothing."""
    return f"{part / whole * 100:.1f} %".replace(".", ",") if whole else None


def local_day(at: datetime, zone: ZoneInfo) -> int:
    """Day of the month in the office's zone."""
    return at.astimezone(zone).day


def local_hour(at: datetime, zone: ZoneInfo) -> int:
    """Hour of the day in the office's zone."""
    return at.astimezone(zone).hour
