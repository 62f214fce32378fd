"""What every form's handler works with, and what it gives: how a message is kept, and what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core.conversations import Conversation
from bot.core.forms.fields import without_identity_number
from bot.core.forms.form import Form, FormKind, Say, Step
from bot.core.messages import InboxMessage, Thread
from bot.services import form_talk
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

Act = Callable[[Conversation], Conversation]


@dataclass(frozen=True, kw_only=True)
class Route:
    """A message that a form takes.

    Attributes:
        thread: where it is kept, when no officer may read it; None = it stands in the conversation.
        text: as it is kept there.
        act: what follows, once the message is stored; takes and gives the conversation, which the caller saves.
    """

    thread: Thread | None
    text: str
    act: Act


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every handler works with."""

    uow: UnitOfWork
    kit: Kit
    conversation: Conversation
    message: InboxMessage
    now: datetime

    @property
    def kept_text(self) -> str:
        """What was typed, as it is stored: the texts say that a NIK is not (service_rules 2.2)."""
        return without_identity_number(self.message.text)

    def say(
        self, conversation: Conversation, says: tuple[Say, ...], kind: FormKind, thread: Thread | None
    ) -> Conversation:
        """Say what a form says; the caller saves what is returned."""
        key = f"formulir:{self.message.id}"
        return form_talk.say(self.uow, self.kit, conversation, says, self.now, kind=kind, thread=thread, key=key)

    def route(self, form: Form, says: Callable[[], tuple[Say, ...]]) -> Route:
        """Keep the message with a private form and answer it."""
        thread = form_talk.thread_of(form)

        def act(conversation: Conversation) -> Conversation:
            return self.say(conversation, says(), form.kind, thread)

        return Route(thread=thread, text=self.kept_text, act=act)

    def settled(self, form: Form, step: Step) -> Route:
        """Keep what a step made of a private form, and say its words."""
        form_talk.keep(self.uow, form, step)
        return self.route(form, lambda: step.say)
