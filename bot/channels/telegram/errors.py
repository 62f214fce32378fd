"""What the Bot API's answers mean: every way a call can end, as the contract's values."""

from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.channels.base import Refused, SendResult, Sent, Unclear
from bot.channels.http import AMBIGUOUS, json_object, refused_by_status
from bot.core.sending import Failure

TOO_BIG = "400_file_too_big"

_RETRY_AFTER_MAX_S = 3600.0  # a wild figure must not park a message for days
_BY_PHRASE = (
    # Below the HTTP status the API has no codes: its sentences are all there is to tell these apart.
    (403, "bot was blocked by the user", Failure.BLOCKED, "403_blocked"),
    (403, "user is deactivated", Failure.BLOCKED, "403_deactivated"),
    (403, "bot can't initiate conversation", Failure.BLOCKED, "403_not_started"),
    (400, "chat not found", Failure.UNDELIVERABLE, "400_chat_not_found"),
    (400, "file is too big", Failure.FILE_UNUSABLE, TOO_BIG),
    (400, "file must be non-empty", Failure.FILE_UNUSABLE, "400_file_empty"),
    (400, "photo_invalid_dimensions", Failure.FILE_UNUSABLE, "400_photo_dimensions"),
    (400, "image_process_failed", Failure.FILE_UNUSABLE, "400_photo_unreadable"),
)
_BY_STATUS = {
    403: Failure.UNDELIVERABLE,  # for example "bots can't send messages to bots"
    404: Failure.ACCOUNT,  # the answer to a token that is none
    409: Failure.PROVIDER_ERROR,  # pollers in each other's way say nothing about this message
    413: Failure.FILE_UNUSABLE,
}


class CallFailed(Exception):
    """A call that sends no message failed; `refused` says why, and what follows."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.detail)
        self.refused = refused


class PollingConflict(Exception):
    """Somebody else takes this bot's updates; `args[0]` says who: webhook or poller."""


class _Parameters(BaseModel):
    model_config = ConfigDict(strict=True)
    retry_after: float | None = Field(default=None, ge=0, allow_inf_nan=False)


class Answer(BaseModel):
    """The envelope around every result."""

    model_config = ConfigDict(strict=True)
    ok: bool
    result: Any = None
    description: str = ""
    parameters: _Parameters = _Parameters()


def answer_of(response: httpx.Response) -> Answer | None:
    """The envelope; None when the body is something else, such as a proxy's page."""
    try:
        return Answer.model_validate(json_object(response.content))
    except ValidationError:
        return None


def sent(end: httpx.Response | Refused | Unclear) -> SendResult:
    """What became of a message, by how its call ended."""
    if not isinstance(end, httpx.Response):
        return end
    answer = answer_of(end)
    if answer is None and (end.is_success or end.status_code in AMBIGUOUS):
        return Unclear()  # what stands behind may have taken it
    if answer is None or not answer.ok:
        return refusal(end, answer)
    number = answer.result.get("message_id") if isinstance(answer.result, dict) else None
    # All private chats of a bot are numbered together (groups are not), so the number alone identifies the message.
    return Sent(str(number)) if isinstance(number, int) else Unclear()


def refusal(response: httpx.Response, answer: Answer | None) -> Refused:
    """Why a call was refused; the provider's sentence is read but never kept."""
    status = response.status_code
    by_status = refused_by_status(response)
    if answer is None:
        return Refused(_BY_STATUS.get(status, by_status.failure), by_status.detail, by_status.retry_after_s)
    sentence = answer.description.lower()
    for known, phrase, failure, detail in _BY_PHRASE:
        if known == status and phrase in sentence:
            return Refused(failure, detail)
    asked = answer.parameters.retry_after
    pause = by_status.retry_after_s if asked is None else min(asked, _RETRY_AFTER_MAX_S)
    return Refused(_BY_STATUS.get(status, by_status.failure), by_status.detail, pause)
