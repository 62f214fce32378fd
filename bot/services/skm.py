"""The satisfaction survey: opened by an admin, answered by link, once a link (service_rules 9.2-9.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.accounts import Actor, Role
from bot.core.errors import Conflict, InputRefused, NotFound, TooLong
from bot.core.messages import clean_text
from bot.core.skm import Result, Survey, is_whole, result_of
from bot.core.staff_fields import StaffField
from bot.services.credentials import hash_of
from bot.services.kit import Kit

LINKS_MAX = 500
_NAME_MAX = 100
_SUGGESTION_MAX = 1_000


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a period gave, with the suggestions in no order of time."""

    survey: Survey
    result: Result
    suggestions: tuple[str, ...]


def open_period(kit: Kit, actor: Actor, name: str, first: date, last: date) -> Survey:
    """Open a period.

    Raises:
        PermissionRefused: the actor is no admin.
        InputRefused: `kosong`: the name; `tanggal`: it ends before it begins or is over.
        TooLong: the name.
    """
    actor.require(Role.ADMIN)
    cleaned, now = clean_text(name).strip(), kit.clock()
    if not cleaned:
        raise InputRefused("kosong")
    if len(cleaned) > _NAME_MAX:
        raise TooLong(StaffField.SURVEY_NAME, _NAME_MAX)
    if last < first or last < now.astimezone(kit.office.timezone).date():
        raise InputRefused("tanggal")
    survey = Survey(id=kit.new_id(), name=cleaned, first=first, last=last)
    with kit.uow() as uow:
        uow.surveys.add(survey, actor.id, now)
        uow.audit.add(at=now, actor_id=actor.id, action="survey.opened", subject=survey.id, detail={})
        uow.commit()
    return survey


def issue_links(kit: Kit, actor: Actor, survey_id: str, count: int) -> list[str]:
    """Tokens for `/skm/<token>`, each for one answer; only their hashes are kept.

    Raises:
        PermissionRefused: the actor is no admin.
        NotFound: no such period.
        InputRefused: `jumlah`: not 1 to 500.
    """
    actor.require(Role.ADMIN)
    if not 1 <= count <= LINKS_MAX:
        raise InputRefused("jumlah")
    tokens = [kit.new_token() for _ in range(count)]
    with kit.uow() as uow:
        if uow.surveys.get(survey_id) is None:
            raise NotFound("no such survey period")
        uow.surveys.add_links(survey_id, [hash_of(token) for token in tokens])
        uow.commit()
    return tokens


def survey_of(kit: Kit, token: str) -> Survey:
    """The open survey of a link.

    Raises:
        NotFound: no such link.
        Conflict: it was used, or the period is not open; `args[0]` is `sudah_diisi` or `tidak_dibuka`.
    """
    with kit.uow.read() as uow:
        found = uow.surveys.of_link(hash_of(token))
    if found is None:
        raise NotFound("no such survey link")
    survey, used = found
    if used:
        raise Conflict("sudah_diisi")
    if not survey.is_open(kit.clock().astimezone(kit.office.timezone).date()):
        raise Conflict("tidak_dibuka")
    return survey


def answer(kit: Kit, token: str, scores: Sequence[int], suggestion: str) -> None:
    """Store one answer; nothing in it leads to the link or to a person.

    Raises:
        NotFound: no such link.
        Conflict: it was used, or the period is not open.
        InputRefused: `tidak_lengkap`: not nine scores of 1 to 4 (9.6).
    """
    survey = survey_of(kit, token)
    if not is_whole(scores):
        raise InputRefused("tidak_lengkap")
    with kit.uow() as uow:
        if not uow.surveys.use_link(hash_of(token)):
            raise Conflict("sudah_diisi")
        said = clean_text(suggestion).strip()[:_SUGGESTION_MAX] or None
        uow.surveys.add_answer(answer_id=kit.new_id(), survey_id=survey.id, scores=scores, suggestion=said)
        uow.commit()


def periods(kit: Kit, actor: Actor) -> list[Survey]:
    """All periods, newest first.

    Raises:
        PermissionRefused: the actor is neither admin nor pimpinan.
    """
    actor.require(Role.ADMIN, Role.PIMPINAN)
    with kit.uow.read() as uow:
        return uow.surveys.all()


def outcome(kit: Kit, actor: Actor, survey_id: str) -> Outcome:
    """Index, means, number of respondents and suggestions of a period.

    Raises:
        PermissionRefused: the actor is neither admin nor pimpinan.
        NotFound: no such period.
    """
    actor.require(Role.ADMIN, Role.PIMPINAN)
    with kit.uow.read() as uow:
        survey = uow.surveys.get(survey_id)
        answers = uow.surveys.answers(survey_id)
    if survey is None:
        raise NotFound("no such survey period")
    said = tuple(suggestion for _, suggestion in answers if suggestion)
    return Outcome(survey=survey, result=result_of([scores for scores, _ in answers]), suggestions=said)
