"""Forms whose refusals stand beside the field; what was typed stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Concatenate, ParamSpec

from nicegui import ui
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
    """Run a use case; whether it was done. A refusal about none of the fields is a notice without a field's name.

    Args:
        acting: in whose name.
        fields: the form's elements by the names that SettingRefused uses.
        use_case: what is asked for.
        *args: its arguments.
        **kwargs: its arguments by name.
    """
    refused: list[SettingRefused] = []

    def attempt(kit: Kit, actor: Actor) -> None:
        try:
            use_case(kit, actor, *args, **kwargs)
        except SettingRefused as error:
            refused.append(error)

    done = await acting.attempt(attempt)
    for element in fields.values():
        element.error = None
    for error in refused:
        if error.field in fields:
            fields[error.field].error = sentence(error.why)
        else:
            ui.notify(sentence(error.why), type="warning", position="top", timeout=6000, close_button="Tutup")
    return done and not refused


def sentence(why: str) -> str:
    """A refusal's reason as a sentence of its own."""
    return f"{why[:1].upper()}{why[1:]}."
