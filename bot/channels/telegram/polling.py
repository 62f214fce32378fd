"""Updates without a public address.

The caller stores what `updates` gives, commits, and only then passes a higher offset: that is what tells Telegram
to forget them. Update ids start anew at random after a quiet week, so an offset must not be kept for ever.
"""

from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.base import Refused, Unclear
from bot.channels.http import TIMEOUTS
from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.errors import CallFailed, PollingConflict, answer_of, refusal
from bot.core.sending import Failure

POLL_S = 25.0
LIMIT = 100
KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")

_RESPONSE_TIMEOUTS = httpx.Timeout(5)  # the next poll waits for it
_SLACK_S = 10  # an answer may come that much later than promised


async def updates(channel: Telegram, offset: int | None = None, *, wait_s: float = POLL_S) -> list[dict[str, Any]]:
    """Wait for updates from `offset` on; each has an integer `update_id`.

    Raises:
        PollingConflict: a webhook is set, or another process polls.
        CallFailed: anything else that went wrong.
    """
    fields: dict[str, Any] = {"timeout": int(wait_s), "limit": LIMIT, "allowed_updates": KINDS}
    if offset is not None:
        fields["offset"] = offset
    result = await _result(channel, "getUpdates", fields, httpx.Timeout(wait_s + _SLACK_S, connect=5))
    if not isinstance(result, list) or not all(map(_is_update, result)):
        raise CallFailed(Refused(Failure.PROVIDER_ERROR, "malformed"))
    return result


def _is_update(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("update_id"), int)


async def execute(channel: Telegram, response: Mapping[str, Any]) -> None:
    """Do what `Parsed.response` says where there is no webhook to answer; best effort, as it would be there."""
    fields = {name: value for name, value in response.items() if name != "method"}
    await channel.api.call(str(response["method"]), fields, timeout=_RESPONSE_TIMEOUTS)


async def _result(channel: Telegram, method: str, fields: Mapping[str, Any], timeout: httpx.Timeout = TIMEOUTS) -> Any:
    end = await channel.api.call(method, fields, timeout=timeout)
    if isinstance(end, Refused):
        raise CallFailed(end)
    if isinstance(end, Unclear):
        raise CallFailed(Refused(Failure.UNREACHABLE, "broken_off"))
    answer = answer_of(end)
    if end.status_code == httpx.codes.CONFLICT:
        raise PollingConflict("webhook" if answer and "webhook" in answer.description else "poller")
    if answer is None or not answer.ok:
        raise CallFailed(refusal(end, answer))
    return answer.result
