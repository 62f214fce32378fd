"""Serves the actions through rasa-sdk's executor from our own app: its own server would echo personal data on errors."""

from __future__ import annotations

from typing import Any

from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

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
            ActionExecutionRejection: the action does not apply.
            ActionNotFoundException: no such action.
        """
        result = await self._executor.run(call)
        return dict(result) if result else {"events": [], "responses": []}


