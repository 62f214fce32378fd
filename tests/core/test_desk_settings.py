"""Settings as they are stored and sent (stories 20)."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.desk_settings import DeskSettings, Roster, SettingKey, SpecialDays, Switches, Targets
from bot.core.desk_settings_json import office_as_json, settings_as_json, settings_from_json
from bot.core.errors import ConfigError
from bot.core.office import Closure, ClosureReason, Office
from bot.core.periods import Period, parse_periods
from bot.core.special_days import SpecialDay, SpecialRange

FIRST = date(2026, 11, 24)
DATES = st.dates(FIRST, FIRST + timedelta(days=300))
MINUTES = st.lists(st.integers(0, 24 * 60 - 1), min_size=0, max_size=3, unique=True).map(sorted)


def _periods(minutes: list[int]) -> tuple[Period, ...]:
    times = [time(minute // 60, minute % 60) for minute in minutes]
    pairs = zip(times[::2], times[1::2], strict=False)
    return tuple(Period(start=start, end=end) for start, end in pairs)


PERIODS = MINUTES.map(_periods)
WEEKLY = st.tuples(*[PERIODS] * 7).filter(any)
DAYS = st.builds(SpecialDay, periods=PERIODS, message=st.none() | st.sampled_from(["Banjir.", "Jam {Ramadan}"]))
RANGES = st.builds(
    lambda first, days, day, differing: SpecialRange(
        first=first, last=first + timedelta(days=days), day=day, differing=differing
    ),
    DATES,
    st.integers(0, 119),
    DAYS,
    st.dictionaries(st.integers(0, 6), PERIODS, max_size=3),
)
CLOSURES = st.builds(
    lambda since, hours, reason: Closure(
        since=since, until=since + timedelta(hours=hours), reason=reason, message="Tutup."
    ),
    st.datetimes(datetime(2026, 11, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - zone is given
    st.integers(1, 20),
    st.sampled_from(ClosureReason),
)
SETTINGS = st.builds(
    DeskSettings,
    weekly=st.none() | WEEKLY,
    special=st.none()
    | st.builds(
        SpecialDays,
        days=st.dictionaries(DATES, DAYS, max_size=3),
        ranges=st.lists(RANGES, max_size=2).map(tuple),
    ),
    closures=st.lists(CLOSURES, max_size=2).map(tuple),
    roster=st.builds(Roster, days=st.tuples(*[st.sampled_from([(), ("id-1",), ("id-1", "id-2")])] * 7)),
    switches=st.builds(Switches, form_first=st.booleans(), automatic_assignment=st.booleans()),
    targets=st.builds(Targets, first_answer_minutes=st.integers(5, 120), complaint_days=st.integers(1, 14)),
    texts=st.dictionaries(st.sampled_from(["ditutup", "utter_ya"]), st.sampled_from(["Baik.", "Ya, {tiket}."])),
)


@given(settings=SETTINGS)
def test_what_is_stored_is_read_back(settings: DeskSettings) -> None:
    """stories 20: nothing an admin set is lost or changed on its way through the store."""
    stored = json.loads(json.dumps(settings_as_json(settings)))
    assert settings_from_json({key: value for key, value in stored.items() if value is not None}) == settings


@given(settings=SETTINGS, day=DATES)
def test_what_rasa_is_told_gives_the_same_days(office: Office, settings: DeskSettings, day: date) -> None:
    """stories 20: from today on, Rasa and the service have the same exceptions; what is past is not sent."""
    sent = json.loads(json.dumps(office_as_json(settings, day)))
    theirs, ours = settings_from_json(sent or {}).applied_to(office), settings.applied_to(office)
    assert theirs.weekly == ours.weekly
    assert theirs.special_days.get(day) == ours.special_days.get(day)
    assert theirs.weekly_on(day) == ours.weekly_on(day)
    assert settings_from_json(sent or {}).texts == settings.texts
    assert set(sent or {}) <= {"jam_layanan", "hari_khusus", "penutupan", "teks"}


def test_a_range_of_an_older_version_is_read_and_written_as_it_was() -> None:
    """stories 20: what was stored when a range had one line still holds, and that version could read it."""
    old = {"dari": "2027-02-08", "sampai": "2027-03-09", "jam": ["08.00-15.00"], "pesan": None}
    settings = settings_from_json({"hari_khusus": [old]})
    assert settings.special is not None
    assert settings.special.ranges[0].differing == {}
    assert settings_as_json(settings)["hari_khusus"] == [old]


def test_an_office_that_changed_nothing_tells_nothing() -> None:
    """design 'turn protocol': roster and switches are none of Rasa's business."""
    assert office_as_json(DeskSettings(switches=Switches(form_first=True)), FIRST) is None


@pytest.mark.parametrize("key", SettingKey)
@pytest.mark.parametrize("value", ["besok", 7, [{"jam": 3}], {"senin": [8]}])
def test_a_damaged_value_is_loud(key: SettingKey, value: Any) -> None:
    """A stored value that is none of ours is an error, never half an office."""
    with pytest.raises(ConfigError, match="office_setting"):
        settings_from_json({key.value: value})


@pytest.mark.parametrize("written", ["08.00-15.30", "8:00 - 15:30", " 08.00–15.30 "])
def test_hours_are_read_as_people_write_them(written: str) -> None:
    """Bad input is refused, but a colon, a blank or a dash of Word's is none."""
    assert [str(period) for period in parse_periods([written])] == ["08.00-15.30"]


@pytest.mark.parametrize("written", ["", "08.00", "08.00-24.00", "08.00-15.30-16.00", "08.60-15.30", "pagi-sore"])
def test_what_are_no_hours_is_refused(written: str) -> None:
    """service_rules 3: the message shows how hours are written."""
    with pytest.raises(ValueError, match="tulis seperti"):
        parse_periods([written])
