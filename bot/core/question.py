"""What a question asks for, apart from its topic: indicator, place and period."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Need:
    """Indicator, place and period of a question; None where it does not say.

    Attributes:
        indicator: a name of `indikator` in data/bahasa/entitas.yml, such as `kemiskinan`.
        region: a name of `wilayah` there, such as `Kabupaten Seruyan`.
        year: `YYYY`, `YYYY-YYYY`, `latest`, or `last<n>` years.
    """

    indicator: str | None = None
    region: str | None = None
    year: str | None = None

    def inherit(self, earlier: Need) -> Need:
        """This need, with what it leaves open taken from an earlier question (stories 12).

        Indicator and place both named anew make a question of its own: its period is not the earlier one.
        """
        anew = self.indicator is not None and self.region is not None
        return Need(
            indicator=self.indicator or earlier.indicator,
            region=self.region or earlier.region,
            year=self.year or (None if anew else earlier.year),
        )


NOTHING = Need()
"""The need of a question that names neither indicator, place nor period."""
