"""Ratings (service_rules 9) and the survey's index (9.4, 9.5)."""

from collections.abc import Sequence

from bot.core.reports.facts import RatingFact, SurveyFact

SCORES = {4: "4 sangat baik", 3: "3 baik", 2: "2 kurang baik", 1: "1 tidak baik"}
_BANDS = ((88.31, "A, sangat baik"), (76.61, "B, baik"), (65.0, "C, kurang baik"), (25.0, "D, tidak baik"))


def mean_score(ratings: Sequence[RatingFact]) -> float | None:
    """The mean of the scores; None without any."""
    return sum(rating.score for rating in ratings) / len(ratings) if ratings else None


def index_of(surveys: Sequence[SurveyFact]) -> float | None:
    """IKM with exact weights of 1/9, rounded to two decimals before it is banded (9.4, 9.5); None without answers."""
    if not surveys:
        return None
    total = sum(sum(survey.scores) / len(survey.scores) for survey in surveys)
    return round(total / len(surveys) * 25, 2)


def band_of(index: float) -> str:
    """Letter and words of an index."""
    return next(words for least, words in _BANDS if index >= least)
