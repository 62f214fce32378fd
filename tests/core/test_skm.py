"""IKM with exact ninths and its bands (service_rules 9.3-9.6)."""

from decimal import Decimal

import pytest

from bot.core.skm import BAND_NAMES, ELEMENTS, band_of, is_whole, result_of, sample_size


@pytest.mark.parametrize(
    ("answers", "index", "band"),
    [
        ([[4] * 9], "100.00", "A"),
        ([[1] * 9], "25.00", "D"),
        ([[3] * 9], "75.00", "C"),
        ([[4] * 9, [3] * 9], "87.50", "B"),
        ([[4, 4, 4, 4, 4, 3, 3, 3, 3]], "88.89", "A"),
        ([[3, 3, 3, 3, 3, 3, 3, 3, 4]], "77.78", "B"),
    ],
)
def test_index(answers: list[list[int]], index: str, band: str) -> None:
    """rule 9.4: exact 1/9 weights, so that all fours give 100."""
    found = result_of(answers)
    assert (found.index, found.band, found.respondents) == (Decimal(index), band, len(answers))


@pytest.mark.parametrize(
    ("index", "band"),
    [("100.00", "A"), ("88.31", "A"), ("88.30", "B"), ("76.61", "B"), ("76.60", "C"), ("65.00", "C"), ("64.99", "D"),
     ("25.00", "D")],
)  # fmt: skip
def test_bands_have_no_gaps(index: str, band: str) -> None:
    """rule 9.5: rounded to two decimals before banding."""
    assert band_of(Decimal(index)) == band
    assert set(BAND_NAMES) == set("ABCD")


def test_nobody_answered() -> None:
    """rule 9.6: no index without respondents."""
    assert result_of([]).index is None
    assert len(ELEMENTS) == 9


@pytest.mark.parametrize("scores", [[], [4] * 8, [4] * 10, [0] + [4] * 8, [5] + [4] * 8, [10] * 9])
def test_incomplete_forms(scores: list[int]) -> None:
    """service_rules 9.6, 9.7: an incomplete form is refused, and so is the scale of ten of BPS's own survey."""
    assert not is_whole(scores)


@pytest.mark.parametrize(
    ("served", "size"), [(0, 0), (1, 1), (10, 10), (100, 80), (200, 132), (1000, 278), (5000, 357)]
)
def test_the_sample_of_krejcie_and_morgan(served: int, size: int) -> None:
    """service_rules 9.6: the table's own numbers, printed beside n as guidance."""
    assert sample_size(served) == size
