"""Satisfaction with the service: nine elements, exact weights, four bands (service_rules 9.2-9.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

ELEMENTS = (
    "Persyaratan",
    "Sistem, mekanisme, dan prosedur",
    "Waktu penyelesaian",
    "Biaya/tarif",
    "Produk spesifikasi jenis pelayanan",
    "Kompetensi pelaksana",
    "Perilaku pelaksana",
    "Penanganan pengaduan, saran, dan masukan",
    "Sarana dan prasarana",
)
SCALE = ("Tidak baik", "Kurang baik", "Baik", "Sangat baik")
WEIGHT = Fraction(1, len(ELEMENTS))
"""Exactly one ninth: the guideline prints 0,11, with which the index would end at 99 (service_rules 9.4)."""

_CONVERTED = 25
_CENT = Decimal("0.01")
_BANDS = ((Decimal("88.31"), "A"), (Decimal("76.61"), "B"), (Decimal("65.00"), "C"), (Decimal("25.00"), "D"))
BAND_NAMES = {"A": "Sangat baik", "B": "Baik", "C": "Kurang baik", "D": "Tidak baik"}


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A period in which the survey is open."""

    id: str
    name: str
    first: date
    last: date

    def is_open(self, day: date) -> bool:
        """Whether answers are taken on this day of the office."""
        return self.first <= day <= self.last


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a period gave; without respondents there is no index: *belum ada responden* (9.6)."""

    respondents: int
    means: tuple[Decimal, ...] = ()
    index: Decimal | None = None
    band: str | None = None


def sample_size(population: int) -> int:
    """How many answers the guideline's table of Krejcie and Morgan asks of so many served (9.6, likely).

    At 95 % confidence and an error of 5 %, with the greatest spread: chi-square 3,841 and p = 0,5.
    """
    if population <= 1:
        return population
    spread = Fraction(3841, 1000) * Fraction(1, 4)
    return round(spread * population / (Fraction(25, 10_000) * (population - 1) + spread))


def is_whole(scores: Sequence[int]) -> bool:
    """Whether all nine elements have a score of 1 to 4; an incomplete form is refused (9.6)."""
    return len(scores) == len(ELEMENTS) and all(1 <= score <= len(SCALE) for score in scores)


def result_of(answers: Sequence[Sequence[int]]) -> Result:
    """Means of the elements, index and band of whole forms (9.4)."""
    if not answers:
        return Result(respondents=0)
    means = [Fraction(sum(element), len(answers)) for element in zip(*answers, strict=True)]
    index = _rounded(sum((mean * WEIGHT for mean in means), Fraction(0)) * _CONVERTED)
    return Result(respondents=len(answers), means=tuple(map(_rounded, means)), index=index, band=band_of(index))


def band_of(index: Decimal) -> str:
    """A, B, C or D of an index of two decimals (9.5)."""
    return next((band for least, band in _BANDS if index >= least), "D")


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(_CENT, rounding=ROUND_HALF_UP)
