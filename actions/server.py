"""Runs the actions in rasa-sdk's executor inside our own app: its own server echoes personal data on errors."""

from __future__ import annotations

from typing import Any

from rasa_sdk.executor import ActionExecutor

import actions


class ActionServer:
    """Runs one action at a time as Rasa asks for it."""

    def __init__(self) -> None:
        self._executor = ActionExecutor()
        self._executor.register_package(actions)

    async def run(self, call: dict[str, Any]) -> dict[str, Any]:
        """Run the action named in Rasa's request.

        Args:
            call: Rasa's body: `next_action`, `tracker`, `version`, …

        Raises:
            rasa_sdk.interfaces.ActionExecutionRejection: the action does not apply.
            rasa_sdk.interfaces.ActionNotFoundException: no such action.
        """
        result = await self._executor.run(call)
        return dict(result) if result else {"events": [], "responses": []}
