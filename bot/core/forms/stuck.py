"""After two explanations a person chooses: once more, or an officer (service_rules 8.1)."""

from collections.abc import Mapping

from bot.core.forms.form import Choice, Form, Outcome, Say, Step
from bot.core.forms.words import asks_again, asks_officer

_AGAIN = Choice(title="tombol_coba_lagi", value="_ulang")
_OFFICER = Choice(title="tombol_petugas", value="_petugas")
_STUCK = "stuck"


def is_stuck(form: Form) -> bool:
    """Whether the choice was given; nothing is explained after it."""
    return _STUCK in form.asked


def choose(form: Form, values: Mapping[str, str], key: str, *more: Say) -> Step:
    """Give the choice; the form stays open, so that nothing of it is lost.

    Args:
        form: the open form.
        values: what stays in it.
        key: the sentence of this form.
        *more: what else is said.
    """
    say = Say(key=key, choices=(_AGAIN, _OFFICER))
    return Step(outcome=Outcome.OPEN, values=values, asked=(*form.asked, _STUCK), tries=form.tries, say=(say, *more))


def chosen(form: Form, text: str, opening: Say) -> Step | None:
    """What the person chose, pressed or typed; None = neither, as a good answer is that comes all the same.

    Args:
        form: the open form.
        text: the message, or the pressed button's value.
        opening: what is asked when it begins again.
    """
    typed = is_stuck(form)  # a button means the same also when it is pressed late; words do not
    if text == _OFFICER.value or (typed and asks_officer(text)):
        return Step(outcome=Outcome.OFFICER, values=form.values)
    if text == _AGAIN.value or (typed and asks_again(text)):
        asked = tuple(each for each in form.asked if each != _STUCK)
        return Step(outcome=Outcome.OPEN, values=form.values, asked=asked, say=(opening,))
    return None
