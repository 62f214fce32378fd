"""Opens forms, says their sentences with buttons, and keeps what a step made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.conversations import Conversation
from bot.core.forms.form import LIFETIME, Choice, Form, FormKind, Outcome, Say, Step
from bot.core.messages import Button, Meaning, OfferedButton, Speaker, Thread
from bot.services import deliver
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

FORM, CHOICE = "form", "choice"
"""Keys of a form button's meaning; it never reaches Rasa."""

BUTTON_LIFETIME = timedelta(days=7)
_REMINDED = "reminded"


def open_form(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    kind: FormKind,
    now: datetime,
    values: Mapping[str, str] | None = None,
    lifetime: timedelta = LIFETIME,
) -> Form:
    """A new form of this kind, in place of an older one."""
    form = Form(
        id=kit.new_id(),
        conversation_id=conversation.id,
        kind=kind,
        values=values or {},
        opened_at=now,
        expires_at=now + lifetime,
    )
    uow.forms.save(form)
    return form


def keep(uow: UnitOfWork, form: Form, step: Step) -> None:
    """Store what a step left open, or remove the form."""
    if step.outcome is Outcome.OPEN:
        uow.forms.save(replace(form, values=step.values, asked=step.asked, tries=step.tries))
    elif step.outcome is not Outcome.PASSED:
        uow.forms.remove(form.conversation_id, form.kind)


def thread_of(form: Form) -> Thread | None:
    """Where a form's messages stand; the guest book's stand in the conversation."""
    return None if form.kind is FormKind.GUEST_BOOK else Thread(id=form.id, kind=form.kind)


def is_reminded(form: Form) -> bool:
    """Whether `remind` has said its sentence."""
    return _REMINDED in form.asked


def remind(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, form: Form, said: Say, now: datetime, key: str
) -> Conversation:
    """Say what is still open in a form, once in its life; the caller saves what is returned."""
    uow.forms.save(replace(form, asked=(*form.asked, _REMINDED)))
    return say(uow, kit, conversation, (said,), now, kind=form.kind, thread=thread_of(form), key=key)


def meaning_of(kind: FormKind, choice: Choice) -> Meaning:
    """What a form's button means."""
    return {FORM: kind.value, CHOICE: choice.value}


def say(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    says: Sequence[Say],
    now: datetime,
    *,
    kind: FormKind,
    thread: Thread | None,
    key: str,
) -> Conversation:
    """Say sentences in one bubble, with the buttons of all; nothing to say says nothing.

    Args:
        uow: the open unit of work.
        kit: the use cases' kit.
        conversation: locked by the caller, who saves what is returned.
        says: what to say.
        now: the present.
        kind: the form whose buttons they are.
        thread: of a private form.
        key: unique in the conversation, so that nothing is said twice.
    """
    if not says:
        return conversation
    text = "\n".join(kit.texts.fill(each.key, **each.fields) for each in says)
    choices = [choice for each in says for choice in each.choices]
    buttons = tuple(_offer(uow, kit, conversation, kind, choice, now) for choice in choices)
    outgoing = deliver.compose(
        kit, conversation, text, now, speaker=Speaker.BOT, key=key, buttons=buttons, thread=thread
    )
    return deliver.store(uow, kit, conversation, outgoing)


def plain(uow: UnitOfWork, kit: Kit, conversation: Conversation, text: str, now: datetime, key: str) -> Conversation:
    """Say one sentence that is worded already; the caller saves the conversation."""
    outgoing = deliver.compose(kit, conversation, text, now, speaker=Speaker.BOT, key=key)
    return deliver.store(uow, kit, conversation, outgoing)


def _offer(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, kind: FormKind, choice: Choice, now: datetime
) -> OfferedButton:
    button = Button(
        token=kit.new_token(),
        contact_id=conversation.contact_id,
        conversation_id=conversation.id,
        title=kit.texts.fill(choice.title),
        meaning=meaning_of(kind, choice),
        expires_at=now + BUTTON_LIFETIME,
    )
    uow.buttons.add(button)
    return OfferedButton(title=button.title, token=button.token)
