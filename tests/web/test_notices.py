"""The console's words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core import errors
from bot.core.consultations import Category, ClosingReason, Need
from bot.core.messages import Sending
from bot.core.office import load_office
from bot.core.promises import PromiseState, first_answer, officer_answer
from bot.core.service_hours import ServiceHours
from bot.core.staff_fields import StaffField
from bot.services.officers import Standing
from bot.web.console import notices
from tests.conftest import ROOT

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 10.00 WIB

WAITS = [
    pytest.param(-5, "baru saja", id="clocks differ a little"),
    pytest.param(59, "baru saja", id="under a minute"),
    pytest.param(60, "1 menit", id="a minute"),
    pytest.param(59 * 60, "59 menit", id="under an hour"),
    pytest.param(3600 + 120, "1 jam 2 menit", id="over an hour"),
    pytest.param(64.5 * 3600, "2 hari", id="Friday to Monday (stories 2)"),
]


@pytest.mark.parametrize(("seconds", "said"), WAITS)
def test_the_queue_says_how_long_someone_has_waited(seconds: float, said: str) -> None:
    """Stories 2: the queue shows since when someone waits, in words an officer reads at a glance."""
    assert notices.waited(NOW - timedelta(seconds=seconds), NOW) == said


def test_times_are_the_offices_own() -> None:
    """WIB, and the date only when it is another day there."""
    assert notices.moment(NOW, NOW, WIB) == "10.00"
    assert notices.moment(datetime(2026, 11, 22, 16, 59, tzinfo=UTC), NOW, WIB) == "22-11-2026 23.59"


def test_a_faster_colleague_is_named() -> None:
    """AlreadyHeld: the officer learns who has the conversation."""
    assert notices.refusal(errors.AlreadyHeld("Siti")) == "Percakapan ini sudah diambil Siti."


def test_every_conflict_has_words() -> None:
    """No refusal reaches the screen as a class name or in English."""
    for kind in (*errors.Conflict.__subclasses__(), *errors.NotFound.__subclasses__()):
        error = kind("x")
        assert notices.refusal(error).endswith(".")


def test_a_wrong_setting_is_named_with_its_remedy() -> None:
    """service_rules 3: an admin is told which field is wrong and how to write it."""
    error = errors.SettingRefused("jam_layanan.senin", "`8-15` bukan jam; tulis seperti 08.00-15.30")
    assert notices.refusal(error) == "jam_layanan.senin: `8-15` bukan jam; tulis seperti 08.00-15.30."


def test_every_reason_and_category_has_words() -> None:
    """Rule 7.6: a new member cannot be forgotten here."""
    assert set(notices.REASONS) == set(ClosingReason)
    assert set(notices.CATEGORIES) == set(Category)


def test_every_state_of_a_sending_and_of_an_officer_has_words() -> None:
    """Issue 4, point 5: ticks and presence; a new member cannot be forgotten here."""
    assert set(notices.TICKS) == set(Sending)
    assert set(notices.STANDINGS) == set(Standing)
    assert set(notices.CLOCK_CLASSES) == set(PromiseState)


def test_an_unknown_variable_is_named() -> None:
    """Canned replies: the officer sees which variable is wrong."""
    error = errors.InputRefused("isian", "nma")
    assert notices.refusal(error) == "Isian {nma} tidak dikenal. Periksa daftar isian di halaman ini."


LENGTHS = [
    pytest.param(StaffField.VISIT_TOPIC, 128, "Topik paling banyak 128 huruf. Singkatkan dahulu.", id="topic"),
    pytest.param(StaffField.STORY, 2_000, "Isi aduan paling banyak 2.000 huruf. Singkatkan dahulu.", id="complaint"),
    pytest.param(
        StaffField.REPLY, 4_000, "Balasan paling banyak 4.000 huruf. Bagilah menjadi beberapa balasan.", id="r"
    ),
]


@pytest.mark.parametrize(("field", "most", "said"), LENGTHS)
def test_what_is_too_long_is_named_with_its_own_limit(field: StaffField, most: int, said: str) -> None:
    """Issue 4, bad input: whoever wrote too much learns in which field, and how much it takes."""
    assert notices.refusal(errors.TooLong(field, most)) == said
    assert set(notices.FIELDS) == set(StaffField)


@pytest.mark.parametrize(("minutes", "said"), [(59, "59 menit"), (60, "1 jam 0 menit"), (-1, "0 menit")])
def test_the_window_counts_down(minutes: int, said: str) -> None:
    """Platforms 1.8: how long a reply may still be written freely."""
    assert notices.left_until(NOW + timedelta(minutes=minutes), NOW) == said


def test_a_promised_day_that_came_is_said_in_words() -> None:
    """stories 24g: the officer reads that the promised day is today, or over."""
    day = date(2026, 11, 25)
    lines = [notices.promised_line(day, state) for state in (*PromiseState, None)]
    assert lines == [f"dijanjikan Rabu, 25 November{end}" for end in ("", " (hari ini)", " (lewat)", "")]


def test_a_running_clock_is_one_line() -> None:
    """Rules 6.7 and 6.8: which clock, how many working minutes, and whether it is too late."""
    hours = ServiceHours(load_office(ROOT / "office.yml"), {})
    late = officer_answer(hours, first_words_at=NOW - timedelta(minutes=31), ended_at=None, now=NOW)
    assert notices.clock_line(late) == "Janji 30 menit: 31 menit (lewat)"
    calm = first_answer(hours, requested_at=NOW - timedelta(minutes=3), answered_at=None, now=NOW)
    assert notices.clock_line(calm) == "Jawaban pertama (target): 3 menit"


def test_the_need_line_shows_what_is_known() -> None:
    """Rule 6.10: the officer sees category, indicator, region and year at a glance."""
    need = Need(indicator="ipm", region=None, year="2023")
    assert notices.need_line(Category.DATA, need) == "Data · ipm · 2023"
