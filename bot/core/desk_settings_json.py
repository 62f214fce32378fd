"""Desk settings as JSON, as they are stored and sent; what staff type is read and refused by the same functions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.core.desk_settings import DeskSettings, Roster, SettingKey, SpecialDays, Switches, Targets, Weekly
from bot.core.errors import ConfigError, SettingRefused
from bot.core.messages import clean_text
from bot.core.office import Closure, ClosureReason
from bot.core.periods import Period, parse_periods
from bot.core.special_days import DAY_NAMES, SpecialDay, SpecialRange

MESSAGE_MAX = 160
RANGE_MAX_DAYS = 120
_FIRST_ANSWER = range(5, 121)
_COMPLAINT_DAYS = range(1, 15)  # 10.3: the law wants an answer within 14 days


def settings_from_json(stored: Mapping[str, Any]) -> DeskSettings:
    """The settings stored under their keys; absent keys keep their defaults.

    Raises:
        ConfigError: a stored value is none of this program's.
    """
    try:
        return _settings(stored)
    except (AttributeError, KeyError, TypeError, ValueError, SettingRefused) as error:
        raise ConfigError(
            f"office_setting: pengaturan tersimpan tidak dapat dibaca ({type(error).__name__})."
        ) from error


def _settings(stored: Mapping[str, Any]) -> DeskSettings:
    key, default = SettingKey, DeskSettings()

    def of(which: SettingKey) -> Any:
        return stored.get(which.value)

    return DeskSettings(
        weekly=None if of(key.WEEKLY) is None else weekly_from_json(of(key.WEEKLY)),
        special=None if of(key.SPECIAL) is None else _special_from_json(of(key.SPECIAL)),
        closures=tuple(map(_closure_from_json, of(key.CLOSURES) or [])),
        roster=roster_from_json(of(key.ROSTER) or {}),
        switches=default.switches if of(key.SWITCHES) is None else _switches_from_json(of(key.SWITCHES)),
        targets=default.targets if of(key.TARGETS) is None else _targets_from_json(of(key.TARGETS)),
        texts=_texts_from_json(of(key.TEXTS) or {}),
    )


def settings_as_json(settings: DeskSettings) -> dict[str, Any]:
    """Every key with its value; None where office.yml's stands."""
    return {
        SettingKey.WEEKLY.value: settings.weekly and _by_day([_written(periods) for periods in settings.weekly]),
        SettingKey.SPECIAL.value: None if settings.special is None else _special_as_json(settings.special),
        SettingKey.CLOSURES.value: [_closure_as_json(closure) for closure in settings.closures],
        SettingKey.ROSTER.value: _by_day([list(ids) for ids in settings.roster.days]),
        SettingKey.SWITCHES.value: {
            "wajib_form_di_awal": settings.switches.form_first,
            "penugasan_otomatis": settings.switches.automatic_assignment,
        },
        SettingKey.TARGETS.value: {
            "jawaban_pertama_menit": settings.targets.first_answer_minutes,
            "tindak_lanjut_aduan_hari": settings.targets.complaint_days,
        },
        SettingKey.TEXTS.value: dict(settings.texts),
    }


def office_as_json(settings: DeskSettings, day: date) -> dict[str, Any] | None:
    """What Rasa must know: hours from `day` on, and changed texts; None where the office's files say it all."""
    written = settings_as_json(settings.of_hours_since(day))
    changed = {key.value: written[key.value] for key in (SettingKey.WEEKLY, SettingKey.SPECIAL)}
    if closures := written[SettingKey.CLOSURES.value]:
        changed[SettingKey.CLOSURES.value] = closures
    if settings.texts:
        changed[SettingKey.TEXTS.value] = dict(settings.texts)
    return {key: value for key, value in changed.items() if value is not None} or None


def weekly_from_json(raw: object) -> Weekly:
    """`{"senin": ["08.00-15.30"], …}`; an absent day is closed.

    Raises:
        SettingRefused: naming the day.
    """
    weekly = tuple(_periods(f"jam_layanan.{day}", hours) for day, hours in _days(SettingKey.WEEKLY, raw))
    if not any(weekly):
        raise SettingRefused("jam_layanan", "paling sedikit satu hari harus memiliki jam, misalnya 08.00-15.30")
    return weekly


def roster_from_json(raw: object) -> Roster:
    """`{"senin": [id, …], …}`.

    Raises:
        SettingRefused: naming the day.
    """
    days = _days(SettingKey.ROSTER, raw)
    return Roster(days=tuple(tuple(dict.fromkeys(_strings(f"jadwal_piket.{day}", ids))) for day, ids in days))


def special_day(written: list[str], message: str | None) -> SpecialDay:
    """One exception as staff write it; no hours = closed.

    Raises:
        SettingRefused: `jam` or `pesan`.
    """
    words = clean_text(message or "").strip()
    if len(words) > MESSAGE_MAX:
        raise SettingRefused("pesan", f"paling panjang {MESSAGE_MAX} huruf")
    return SpecialDay(periods=_periods("jam", written), message=words or None)


def special_range(first: date, last: date, day: SpecialDay, by_day: object) -> SpecialRange:
    """A range of days; `by_day` has the weekdays whose hours differ, as `{"jumat": ["08.00-15.30"]}`, none = closed.

    Raises:
        SettingRefused: `sampai` or `jam.<weekday>`.
    """
    if last < first:
        raise SettingRefused("sampai", "tanggal akhir tidak boleh sebelum tanggal awal")
    if (last - first).days >= RANGE_MAX_DAYS:
        raise SettingRefused("sampai", f"rentang paling lama {RANGE_MAX_DAYS} hari")
    differing = {
        DAY_NAMES.index(name): _periods(f"jam.{name}", hours) for name, hours in _named_days("jam", by_day).items()
    }
    return SpecialRange(first=first, last=last, day=day, differing=differing)


def checked_targets(targets: Targets) -> Targets:
    """The targets, within their bounds.

    Raises:
        SettingRefused: `jawaban_pertama_menit` or `tindak_lanjut_aduan_hari`.
    """
    if targets.first_answer_minutes not in _FIRST_ANSWER:
        raise SettingRefused("jawaban_pertama_menit", "tulis 5 sampai 120 menit")
    if targets.complaint_days not in _COMPLAINT_DAYS:
        raise SettingRefused("tindak_lanjut_aduan_hari", "tulis 1 sampai 14 hari kerja")
    return targets


def _days(key: SettingKey, raw: object) -> list[tuple[str, object]]:
    named = _named_days(key.value, raw)
    return [(day, named.get(day) or []) for day in DAY_NAMES]


def _named_days(field: str, raw: object) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise SettingRefused(field, "tulis per hari")
    if unknown := [name for name in raw if name not in DAY_NAMES]:
        raise SettingRefused(field, f"`{unknown[0]}` bukan nama hari")
    return raw


def _periods(field: str, raw: object) -> tuple[Period, ...]:
    try:
        return parse_periods(_strings(field, raw))
    except ValueError as error:
        raise SettingRefused(field, str(error)) from error


def _strings(field: str, raw: object) -> list[str]:
    if not isinstance(raw, list | tuple) or not all(isinstance(item, str) for item in raw):
        raise SettingRefused(field, "tulis sebagai daftar")
    return list(raw)


def _special_from_json(raw: list[dict[str, Any]]) -> SpecialDays:
    days: dict[date, SpecialDay] = {}
    ranges: list[SpecialRange] = []
    for row in raw:
        day = special_day(row["jam"], row["pesan"])
        first = date.fromisoformat(row["dari"])
        if row["sampai"] is None:
            days[first] = day
        else:
            # Ranges stored before hours could differ by weekday have no such key.
            ranges.append(special_range(first, date.fromisoformat(row["sampai"]), day, row.get("jam_per_hari", {})))
    return SpecialDays(days=days, ranges=tuple(ranges))


def _special_as_json(special: SpecialDays) -> list[dict[str, Any]]:
    days = [_exception_as_json(first, None, day) for first, day in special.days.items()]
    return [*days, *map(_range_as_json, special.ranges)]


def _exception_as_json(first: date, last: date | None, day: SpecialDay) -> dict[str, Any]:
    return {
        "dari": first.isoformat(),
        "sampai": None if last is None else last.isoformat(),
        "jam": _written(day.periods),
        "pesan": day.message,
    }


def _range_as_json(each: SpecialRange) -> dict[str, Any]:
    row = _exception_as_json(each.first, each.last, each.day)
    if not each.differing:
        return row
    return row | {"jam_per_hari": {DAY_NAMES[day]: _written(periods) for day, periods in each.differing.items()}}


def _closure_from_json(raw: Mapping[str, str]) -> Closure:
    return Closure(
        since=datetime.fromisoformat(raw["sejak"]),
        until=datetime.fromisoformat(raw["sampai"]),
        reason=ClosureReason(raw["alasan"]),
        message=raw["pesan"],
    )


def _closure_as_json(closure: Closure) -> dict[str, str]:
    return {
        "sejak": closure.since.isoformat(),
        "sampai": closure.until.isoformat(),
        "alasan": closure.reason.value,
        "pesan": closure.message,
    }


def _switches_from_json(raw: Mapping[str, bool]) -> Switches:
    return Switches(form_first=raw["wajib_form_di_awal"], automatic_assignment=raw["penugasan_otomatis"])


def _targets_from_json(raw: Mapping[str, int]) -> Targets:
    return checked_targets(
        Targets(first_answer_minutes=raw["jawaban_pertama_menit"], complaint_days=raw["tindak_lanjut_aduan_hari"])
    )


def _texts_from_json(raw: Mapping[str, str]) -> dict[str, str]:
    if not all(isinstance(template, str) for template in raw.values()):
        raise TypeError
    return dict(raw)


def _written(periods: tuple[Period, ...]) -> list[str]:
    return [str(period) for period in periods]


def _by_day(values: list[list[str]]) -> dict[str, list[str]]:
    return dict(zip(DAY_NAMES, values, strict=True))
