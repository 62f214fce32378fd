"""What the platform's error codes mean to us (platforms 1.9); its texts are never read."""

from collections.abc import Mapping

import httpx

from bot.channels.base import Refused
from bot.channels.http import json_object, refused_by_status, retry_after
from bot.channels.whatsapp.fields import Json, inner, number
from bot.core.sending import Failure

_PAIR_RATE = 131056
_PAIR_RATE_S = 4.0  # its pauses grow as 4^X seconds; the growing is the delivery's matter

_CODES: Mapping[Failure, tuple[int, ...]] = {
    Failure.THROTTLED: (
        4,  # calls of the app
        80007,  # calls of the account
        130429,  # messages a second of our number
        131048,  # too many of our messages were blocked or marked as spam
        _PAIR_RATE,  # messages to one person
        133016,  # registrations
    ),
    Failure.PROVIDER_ERROR: (
        1,
        2,  # temporary
        131000,
        131016,  # service unavailable
        131057,  # account in maintenance
    ),
    Failure.WINDOW_CLOSED: (131047,),
    Failure.UNDELIVERABLE: (
        131026,
        131049,  # kept back to protect people from too many
        131051,  # type of message unsupported
        131062,  # this person cannot be reached by a business-scoped id
    ),
    Failure.BLOCKED: (
        130403,  # by us
        131050,  # the person has stopped marketing messages
    ),
    Failure.ACCOUNT: (
        0,  # token invalid
        3,  # permission
        10,  # permission
        33,  # our number was deleted
        190,  # token expired
        368,  # blocked for a policy violation
        *range(200, 300),  # permissions
        131005,  # access denied
        131031,  # account locked
        131042,  # billing
        131045,  # number not registered
    ),
    Failure.REJECTED: (
        100,
        131008,
        131009,
        *range(132000, 133000),  # templates
    ),
    Failure.FILE_UNUSABLE: (
        131052,  # download
        131053,  # upload
    ),
}
_FAILURES = {code: failure for failure, codes in _CODES.items() for code in codes}


def failure_of_code(code: int | None) -> Failure | None:
    """What a code means; None when it is not in the table."""
    return None if code is None else _FAILURES.get(code)


def code_of(response: httpx.Response) -> int | None:
    """The code in an error answer; None when the answer is not the platform's."""
    return number(inner(json_object(response.content) or {}, "error"), "code")


def failure_of(response: httpx.Response) -> Refused:
    """Why a call did not succeed: by its code where we know it, by its HTTP status otherwise."""
    code = code_of(response)
    failure = failure_of_code(code)
    by_status = refused_by_status(response)
    if failure is None or code is None:
        return Refused(by_status.failure, by_status.detail if code is None else str(code), by_status.retry_after_s)
    pause = retry_after(response)
    return Refused(failure, str(code), _PAIR_RATE_S if pause is None and code == _PAIR_RATE else pause)


def failure_of_status(errors: list[Json]) -> tuple[Failure, str]:
    """Why a message failed after it was accepted, and the code; an unknown code is for an engineer to see."""
    code = number(errors[0], "code") if errors else None
    return failure_of_code(code) or Failure.REJECTED, "" if code is None else str(code)
