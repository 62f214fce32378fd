"""Makes Rasa say what it would hide: failed actions, typed commands, and slow response checks.

Three methods of Rasa 3.6.21 are replaced; tests compare their source with what was read, so that another release is
looked at before it is used (docs/decisions/0003).
"""

from __future__ import annotations

from functools import cache, wraps
from typing import Any

import jsonschema
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.processor import MessageProcessor
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.training_data.message import Message

from bot.components.turn_state import current_turn

_run_action = MessageProcessor._run_action


@cache
def install() -> None:
    """Replace the three methods, once in a process."""
    MessageProcessor._run_action = _watched_run_action
    RegexMessageHandler.process = _leave_text_alone
    RemoteAction._validate_action_result = _validate_compiled


async def _watched_run_action(processor: MessageProcessor, action: Action, *args: Any, **kwargs: Any) -> bool:
    """Run an action; what it raises is noted in the turn, which then fails as a whole.

    It does not reach Rasa, which would go on without the action and log the answer of the action server, people's words
    with it.
    """
    turn, run = current_turn.get(), action.run

    @wraps(run)
    async def watched(*run_args: Any, **run_kwargs: Any) -> Any:
        try:
            return await run(*run_args, **run_kwargs)
        except ActionExecutionRejection:
            raise  # how a form says that a message was not for it
        except Exception as fault:
            if turn is None:
                raise
            turn.faults.append(fault)
            return []

    action.run = watched
    try:
        return bool(await _run_action(processor, action, *args, **kwargs))
    finally:
        action.run = run


def _leave_text_alone(
    handler: RegexMessageHandler, messages: list[Message], domain: Domain | None = None
) -> list[Message]:
    """A typed `/restart` or `/intent{…}` is text like any other (platforms 3.8)."""
    return messages


@cache
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return jsonschema.validators.validator_for(schema)(schema)


def _validate_compiled(action: RemoteAction, result: dict[str, Any]) -> bool:
    """Rasa's own check of an action's response with the schema compiled once (62 → 13 ms a call)."""
    _validator().validate(result)
    return True
