"""What a turn's reply becomes where forms are concerned: begun, asked first, filled, or just said."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core.conversations import Conversation
from bot.core.forms import complaint
from bot.core.forms.form import Form, FormKind
from bot.core.forms.words import follows_up
from bot.core.messages import InboxMessage
from bot.core.turns import StartForm, TurnReply
from bot.services import form_talk, forms, waiting_form
from bot.services.answering import say_reply, say_sorry
from bot.services.bot_sessions import note_turn
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

RasaState = Mapping[str, Any] | None


def answer(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    batch: Sequence[InboxMessage],
    reply: TurnReply,
    now: datetime,
    *,
    backlog: bool,
    form_first: bool,
) -> tuple[Conversation, RasaState]:
    """Say what may be said of a turn; gives the changed conversation and the state that Rasa keeps.

    Args:
        uow: the turn's commit.
        kit: the use cases' kit.
        conversation: locked by the caller, who saves what is returned.
        batch: the messages that are answered, oldest first.
        reply: what Rasa answered.
        now: the present.
        backlog: they are answered after an outage, with an apology.
        form_first: the strict order of the standard, `wajib_form_di_awal` (A-9).
    """
    spoken = None if backlog else waiting_form.take_voice(uow, kit, conversation, batch, now)
    if spoken is not None:
        return spoken, conversation.rasa_state
    kind = next((command.kind for command in reply.commands if isinstance(command, StartForm)), None)
    if kind is not None:
        return _begin(uow, kit, conversation, batch, reply, kind, now, backlog=backlog)
    if form_first and waiting_form.needs_form(uow, conversation, reply, now):
        return waiting_form.ask_first(uow, kit, conversation, batch, reply, now), conversation.rasa_state
    taken = None if backlog else waiting_form.take_unsure(uow, kit, conversation, batch, reply, now)
    if taken is not None:
        return taken, conversation.rasa_state
    if backlog:
        changed = say_sorry(uow, kit, conversation, batch, reply, now)
    else:
        changed = say_reply(uow, kit, conversation, batch[-1].id, reply, now)
    note_turn(uow, kit, conversation, reply, now)
    open_forms = {form.kind: form for form in uow.forms.all(conversation.id, now)}
    changed = _remind(uow, kit, changed, open_forms.get(FormKind.COMPLAINT), batch[-1], now)
    guest_book = open_forms.get(FormKind.GUEST_BOOK)
    return waiting_form.remind(uow, kit, changed, guest_book, reply, batch[-1].id, now), reply.state


def _remind(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, form: Form | None, message: InboxMessage, now: datetime
) -> Conversation:
    """After a question in the middle of a complaint: once, that only the name is open; not where officers read."""
    if form is None or message.received_at < form.opened_at:  # it was asked before the complaint began
        return conversation
    if not form.values.get("story") or form_talk.is_reminded(form):
        return conversation
    return form_talk.remind(uow, kit, conversation, form, complaint.reminder(), now, f"aduan:{message.id}")


def _begin(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    batch: Sequence[InboxMessage],
    reply: TurnReply,
    kind: FormKind,
    now: datetime,
    *,
    backlog: bool,
) -> tuple[Conversation, RasaState]:
    """Open the form; what led to a private one leaves the conversation, and Rasa forgets the turn (stories 5)."""
    others = replace(reply, commands=tuple(each for each in reply.commands if not isinstance(each, StartForm)))
    if backlog and (others.commands or others.messages):
        conversation = say_sorry(uow, kit, conversation, batch, others, now)
    story = "" if backlog else "\n".join(message.text for message in batch if message.text and not message.meaning)
    if kind is FormKind.COMPLAINT and follows_up(story):
        kind = FormKind.STATUS
    changed, private = begin(uow, kit, conversation, batch, kind, story)
    return changed, conversation.rasa_state if private else reply.state


def begin(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, batch: Sequence[InboxMessage], kind: FormKind, story: str
) -> tuple[Conversation, bool]:
    """Open a form and take what led to it out of the conversation; whether it is a private one."""
    changed, thread = forms.begin(uow, kit, conversation, kind, batch[-1], story)
    if thread is None:
        return changed, False
    uow.private_messages.take_over(conversation.id, [message.seq for message in batch], thread.id, kind)
    uow.inbox.empty([message.id for message in batch])
    return changed, True
