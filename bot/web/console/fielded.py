"""Forms whose refusals stand beside the field; what was typed stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Concatenate, ParamSpec

from nicegui.elements.mixins.validation_element import ValidationElement

from bot.core.accounts import Actor
from bot.core.errors import SettingRefused
from bot.services.kit import Kit
from bot.web.console.acting import Acting

P = ParamSpec("P")


async def saved(
    acting: Acting,
    fields: Mapping[str, ValidationElement],
    use_case: Callable[Concatenate[Kit, Actor, P], object],
    *args: P.args,
    **kwargs: P.kwargs,
) -> bool:
    """Run a use case; whether it was done.

    Args:
        acting: in whose name.
        fields: the form's elements by the names that SettingRefused uses; any other refusal is a notice.
        use_case: what is asked for.
        *args: its arguments.
        **kwargs: its arguments by name.
    """
    refused: list[SettingRefused] = []

    def attempt(kit: Kit, actor: Actor) -> None:
        try:
            use_case(kit, actor, *args, **kwargs)
        except SettingRefused as error:
            if error.field not in fields:
                raise
            refused.append(error)

    done = await acting.attempt(attempt)
    for element in fields.values():
        element.error = None
    for error in refused:
        fields[error.field].error = sentence(error.why)
    return done and not refused


def sentence(why: str) -> str:
    """A refusal's reason as a sentence of its own."""
    return f"{why[:1].upper()}{why[1:]}."
