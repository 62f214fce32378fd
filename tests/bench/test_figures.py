"""The arithmetic of the benchmarks."""

from pathlib import Path

import pytest

from bench.figures import FIGURES, Figure, long_ratio, merge_into, percentile, read_figures, shown


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        pytest.param([7.0], 0.95, 7.0, id="one value is every percentile"),
        pytest.param([4.0, 1.0, 3.0, 2.0], 0.5, 2.0, id="order does not matter"),
        pytest.param([float(n) for n in range(1, 101)], 0.95, 95.0, id="nearest rank"),
        pytest.param([1.0, 2.0], 1.0, 2.0, id="the largest"),
    ],
)
def test_percentile_is_the_nearest_rank(values: list[float], share: float, expected: float) -> None:
    """A percentile is a value that was measured, never one between two."""
    assert percentile(values, share) == expected


def test_percentile_of_nothing_is_refused() -> None:
    """A part that measured nothing must not look fast."""
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 0.5)


def test_long_ratio_compares_both_ends() -> None:
    """Issue 2: the last 100 turns' p50 over the first 100's; the middle does not count."""
    first, last, ratio = long_ratio([0.010] * 100 + [9.0] * 50 + [0.012] * 100)
    assert [first, last, ratio] == pytest.approx([10, 12, 1.2])


def test_long_ratio_needs_two_ends() -> None:
    """Overlapping ends would always give about 1."""
    with pytest.raises(ValueError, match="too few"):
        long_ratio([0.01] * 199)


def test_partial_run_keeps_the_other_figures(tmp_path: Path) -> None:
    """`make bench ONLY=chat` updates its keys only."""
    path = tmp_path / "latest.json"
    merge_into(path, {"chat.p50_ms": 81.23456, "start.s": 12.0})
    merged = merge_into(path, {"chat.p50_ms": 70.0})
    assert merged == read_figures(path) == {"chat.p50_ms": 70.0, "start.s": 12.0}


def test_no_figures_yet_is_an_empty_object(tmp_path: Path) -> None:
    """The first run finds no file."""
    assert read_figures(tmp_path / "latest.json") == {}


def test_targets_hold_at_their_edge() -> None:
    """Issue 2 says "at most" and "at least": the target itself is on target."""
    fast, many = Figure(key="a.b", title="", unit="ms", at_most=80), Figure(key="a.c", title="", unit="/s", at_least=30)
    assert (fast.met(80.0), fast.met(80.1)) == (True, False)
    assert (many.met(30.0), many.met(29.9)) == (True, False)
    assert Figure(key="a.d", title="", unit="").met(1.0) is None


def test_no_figure_stands_twice() -> None:
    """Two rows of one key would contradict each other in the table."""
    keys = [figure.key for figure in FIGURES]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.942, "%", "94.2 %"),
        (81.23, "ms", "81.2 ms"),
        (1.02, "x", "1.02 x"),
        (12345.6, "ms", "12,346 ms"),
        (0.0, "", "0"),
    ],
)
def test_figures_are_shown_with_their_unit(value: float, unit: str, expected: str) -> None:
    """The table is read by people."""
    assert shown(value, unit) == expected
