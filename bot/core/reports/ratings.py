"""Ratings (service_rules 9)."""

from collections.abc import Sequence

from bot.core.reports.facts import RatingFact

SCORES = {4: "4 sangat baik", 3: "3 baik", 2: "2 kurang baik", 1: "1 tidak baik"}


def mean_score(ratings: Sequence[RatingFact]) -> float | None:
    """The mean of the scores; None without any."""
    return sum(rating.score for rating in ratings) / len(ratings) if ratings else None
