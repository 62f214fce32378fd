"""What the office is: office.yml as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.office_file import OfficeFile
from bot.core.periods import Period, parse_periods
from bot.core.special_days import DAY_NAMES, SpecialDay, SpecialRange
from bot.core.webchat import CHANNEL as WEBCHAT

CHANNELS: Mapping[str, str] = {"whatsapp": "whatsapp", "web": WEBCHAT, "telegram": "telegram"}
"""Our names of the channels by the names that the office writes (`kanal`)."""
_ZONE_LABELS = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


class ClosureReason(Enum):
    """Why an office closes at once; there is a ready text for each (stories 14)."""

    PADAM = "padam"
    BANJIR = "banjir"
    UPACARA = "upacara"

    @property
    def label(self) -> str:
        """As it stands in a sentence."""
        return "listrik atau internet padam" if self is ClosureReason.PADAM else self.value


@dataclass(frozen=True, kw_only=True)
class Closure:
    """An emergency closure [since, until) in aware time; `message` is what citizens are told (service_rules 3.5)."""

    since: datetime
    until: datetime
    reason: ClosureReason
    message: str


@dataclass(frozen=True, kw_only=True)
class WhatsAppTerms:
    """What the office has agreed with the provider (stories 13).

    Attributes:
        price: rupiah a message, for the estimate.
        monthly_limit: messages a month before optional ones stop; None = no limit.
        reply_template: name of the approved template that invites back to a waiting reply; None = wait for the person.
        duty_template: the one that tells an officer somebody waits (stories 6); None = only within the 24 hours.
    """

    price: int
    monthly_limit: int | None
    reply_template: str | None
    duty_template: str | None = None


STANDARD_PAGE = "/standar-layanan"
_FOOTER = "halaman *Standar layanan* di kaki laman obrolan kantor"
_HEAD = "kepala kantor"
"""Who heads an office that has not written `pejabat` yet; complaints are read there (stories 5)."""


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """Who signs the office's reports (stories 8)."""

    name: str
    number: str  # NIP, 18 digits
    position: str


@dataclass(frozen=True, kw_only=True)
class Office:
    """The office as office.yml describes it; `weekly` starts on Monday."""

    name: str
    region: str
    region_code: str
    address: str
    phone: str
    email: str
    service_whatsapp: str
    complaint_whatsapp: str
    standard: str
    timezone: ZoneInfo
    weekly: tuple[tuple[Period, ...], ...]
    special_days: Mapping[date, SpecialDay]
    special_ranges: tuple[SpecialRange, ...]
    links: Mapping[str, str]
    whatsapp: WhatsAppTerms
    place: tuple[float, float] | None  # latitude and longitude in degrees
    two_steps_required: bool  # whether the roles of `core.accounts.GUARDED` must have a second factor
    signatory: Signatory | None = None
    closures: tuple[Closure, ...] = ()
    origin: str | None = None  # how the internet reaches our pages (PST_PUBLIC_ORIGIN), without a slash at its end
    channels: tuple[str, ...] | None = None  # that the office has opened; None = it has not said yet (stories 17)

    def opens(self, channel: str) -> bool:
        """Whether the office serves this channel; before it has said which, every one may be tried."""
        return self.channels is None or channel in self.channels

    @property
    def is_trial(self) -> bool:
        """Whether what is begun now is a trial: on every channel, until the office has written which it opens.

        Staff try WhatsApp and Telegram before `kanal` just as they try our own page, and no trial may enter a figure.
        What is begun keeps this mark for good: consultations, conversations with the assistant, and their ratings.
        """
        return self.channels is None

    @property
    def zone_label(self) -> str:
        """WIB, WITA or WIT; the zone's own name for any other."""
        return _ZONE_LABELS.get(self.timezone.key, self.timezone.key)

    def weekly_on(self, day: date) -> tuple[tuple[Period, ...], ...]:
        """The week's hours as they are spoken of on `day`: those of a range, such as Ramadan, while it lasts."""
        week = self.week_of(day)
        return week if any(week) else self.weekly

    def week_of(self, day: date) -> tuple[tuple[Period, ...], ...]:
        """The hours by weekday that hold on `day`: a range's while it lasts, closed weekdays included."""
        special = self.range_on(day)
        return self.weekly if special is None else special.week(self.weekly)

    def range_on(self, day: date) -> SpecialRange | None:
        """The range that `day` lies in."""
        return next((each for each in self.special_ranges if each.first <= day <= each.last), None)

    def placeholders(self, day: date | None = None) -> dict[str, str]:
        """Values of `{{name}}` in answers and `{name}` in fixed texts (stories 20).

        Args:
            day: when they are said; default: outside of any range.
        """
        weekly = self.weekly if day is None else self.weekly_on(day)
        opened = [periods for periods in weekly if periods]
        values = {
            "nama_kantor": self.name,
            "wilayah": self.region,
            "kode_wilayah": self.region_code,
            "alamat": self.address,
            "telepon": self.phone,
            "email": self.email,
            "wa_layanan": self.service_whatsapp,
            "wa_pengaduan": self.complaint_whatsapp,
            "standar": self.standard,
            "halaman_standar": _FOOTER if self.origin is None else f"{self.origin}{STANDARD_PAGE}",
            "jabatan": _HEAD if self.signatory is None else self.signatory.position,
            "jam_layanan": f"{_hours(weekly)} {self.zone_label}",
            "hari_layanan": _day_span([i for i, periods in enumerate(weekly) if periods]),
            "jam_buka": f"{min(p[0].start for p in opened):%H.%M} {self.zone_label}",
            "jam_tutup": f"{max(p[-1].end for p in opened):%H.%M} {self.zone_label}",
        }
        return values | {f"tautan.{name}": address for name, address in self.links.items()}


def load_office(path: Path) -> Office:
    """Read office.yml.

    Raises:
        ConfigError: in Indonesian, naming the file and the field.
    """
    file = OfficeFile.read(path)
    weekly = tuple(_periods(file, f"jam_layanan.{day}", file.hours_of(day)) for day in DAY_NAMES)
    if not any(weekly):
        raise file.wrong("jam_layanan", "paling sedikit satu hari harus memiliki jam, misalnya senin: [08.00-15.30]")
    days, ranges = _special(file)
    return Office(
        name=file.text("nama_kantor"),
        region=file.text("wilayah"),
        region_code=file.text("kode_wilayah"),
        address=file.text("alamat"),
        phone=file.text("telepon"),
        email=file.text("email"),
        service_whatsapp=file.text("wa_layanan"),
        complaint_whatsapp=file.text("wa_pengaduan"),
        standard=file.text("standar"),
        timezone=file.zone("zona_waktu"),
        weekly=weekly,
        special_days=days,
        special_ranges=ranges,
        links=file.texts("tautan"),
        whatsapp=_whatsapp(file),
        place=file.place("titik_peta"),
        signatory=_signatory(file),
        two_steps_required=file.switch("wajib_dua_langkah"),
        channels=_channels(file),
    )


def _channels(file: OfficeFile) -> tuple[str, ...] | None:
    opened = file.names("kanal", CHANNELS)
    return None if opened is None else tuple(ours for written, ours in CHANNELS.items() if written in opened)


def _signatory(file: OfficeFile) -> Signatory | None:
    signed = file.signatory("pejabat")
    return None if signed is None else Signatory(name=signed[0], number=signed[1], position=signed[2])


def _whatsapp(file: OfficeFile) -> WhatsAppTerms:
    price, limit, reply, duty = file.whatsapp()
    return WhatsAppTerms(
        price=price, monthly_limit=limit or None, reply_template=reply or None, duty_template=duty or None
    )


def _periods(file: OfficeFile, field: str, raw: list[str]) -> tuple[Period, ...]:
    try:
        return parse_periods(raw)
    except ValueError as error:
        raise file.wrong(field, str(error)) from error


def _special(file: OfficeFile) -> tuple[dict[date, SpecialDay], tuple[SpecialRange, ...]]:
    days: dict[date, SpecialDay] = {}
    ranges: list[SpecialRange] = []
    for row in file.special_days():
        field = f"hari_khusus.{row.first}"
        day = SpecialDay(periods=_periods(file, field, row.hours), message=row.message)
        if row.last is None:
            days[row.first] = day
        else:
            differing = {
                DAY_NAMES.index(name): _periods(file, f"{field}.{name}", hours) for name, hours in row.by_day.items()
            }
            ranges.append(SpecialRange(first=row.first, last=row.last, day=day, differing=differing))
    return days, tuple(ranges)


def _day_span(days: list[int]) -> str:
    names = [DAY_NAMES[day].capitalize() for day in days]
    consecutive = len(days) > 2 and days == list(range(days[0], days[-1] + 1))
    return f"{names[0]}-{names[-1]}" if consecutive else ", ".join(names)


def _hours(weekly: tuple[tuple[Period, ...], ...]) -> str:
    groups: dict[tuple[Period, ...], list[int]] = {}
    for index, periods in enumerate(weekly):
        if periods:
            groups.setdefault(periods, []).append(index)
    words = {periods: " dan ".join(map(str, periods)) for periods in groups}
    usual, *others = sorted(groups, key=lambda periods: -len(groups[periods]))  # follows the days in every sentence
    if not others:
        return words[usual]
    return f"{words[usual]} ({', '.join(f'{_day_span(groups[periods])} {words[periods]}' for periods in others)})"
