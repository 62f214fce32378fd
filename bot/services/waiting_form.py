"""The guest book beside the dialogue: what a turn's outcome means for it, and what waited for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.consultations import Category, Need
from bot.core.conversations import Conversation, State
from bot.core.forms import guest_book as machine
from bot.core.forms.form import Form, FormKind, Outcome, Say, Step
from bot.core.messages import Fate, InboxMessage, Kind
from bot.core.turns import RequestOfficer, TurnReply
from bot.services import form_rescue, form_talk, guest_book
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import INBOX

_ANSWERED, _QUESTION, _CATEGORY = "pending_inbox", "pending_question", "pending_category"
_NEED = ("pending_indicator", "pending_region", "pending_year")
_COUNTED = frozenset(category.value for category in Category) - {Category.LAYANAN.value}
"""Service information never needs the form (service_rules 6.6)."""


def follow(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, form: Form, step: Step, now: datetime, key: str
) -> Conversation:
    """Keep what a step made of the guest book, say its words, and let go what waited for it."""
    form_talk.keep(uow, form, step)
    if step.outcome is Outcome.OFFICER:
        return _to_officer(uow, kit, conversation, form, now, key)
    says = step.say
    if step.outcome is Outcome.DONE:
        says += guest_book.store(uow, kit, conversation, step.values, now)
    elif step.outcome is Outcome.LEFT:
        empty = {key: value for key, value in form.values.items() if key == machine.CONTACT}
        says += guest_book.store(uow, kit, conversation, empty, now)
    changed = form_talk.say(uow, kit, conversation, says, now, kind=form.kind, thread=None, key=key)
    return changed if step.outcome is Outcome.OPEN else _release(uow, kit, changed, form, now, key)


def needs_form(uow: UnitOfWork, conversation: Conversation, reply: TurnReply, now: datetime) -> bool:
    """Whether a turn must wait for the form under the strict order of the standard (A-9, `wajib_form_di_awal`).

    Complaints, greetings and service information never do; an officer and an answer that counts do.
    """
    if conversation.state is not State.BOT or guest_book.is_satisfied(uow, conversation, now):
        return False
    request = next((each for each in reply.commands if isinstance(each, RequestOfficer)), None)
    if request is not None:
        return not request.without_form
    first = next(iter(reply.decision.get("faq") or ()), "")
    return reply.decision.get("kind") == "answer" and str(first).partition("_")[0] in _COUNTED


def ask_first(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    batch: Sequence[InboxMessage],
    reply: TurnReply,
    now: datetime,
) -> Conversation:
    """Open the form instead of answering; what was asked waits in it, and is answered when it is filled or left."""
    pending = _pending(batch, reply)
    form = uow.forms.get(conversation.id, FormKind.GUEST_BOOK, now)
    if form is None:
        form = guest_book.open_form(uow, kit, conversation, now, pending)
    else:
        form = replace(form, values={**_without_pending(form), **pending})
        uow.forms.save(form)
    says = (Say(key="buku_tamu_dahulu"), machine.opening(form.values))
    key = f"buku_tamu:{batch[-1].id}"
    return form_talk.say(uow, kit, conversation, says, now, kind=form.kind, thread=None, key=key)


def take_unsure(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    batch: Sequence[InboxMessage],
    reply: TurnReply,
    now: datetime,
) -> Conversation | None:
    """A message that nobody understood is the answer to what the guest book asked; None = it is none."""
    unsure = reply.decision.get("kind") in {"options", "fallback"} and not reply.commands
    if not unsure or any(message.kind is not Kind.TEXT for message in batch):
        return None
    form = uow.forms.get(conversation.id, FormKind.GUEST_BOOK, now)
    if form is None:
        return None
    step = machine.unsure(form, " ".join(message.text for message in batch))
    if step.outcome is Outcome.PASSED:
        return None
    return follow(uow, kit, conversation, form, step, now, f"buku_tamu:{batch[-1].id}")


def take_voice(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, batch: Sequence[InboxMessage], now: datetime
) -> Conversation | None:
    """A voice note inside the form queues by itself and leaves the form (stories 16); None = there is none."""
    if conversation.state is not State.BOT or all(message.kind is not Kind.VOICE for message in batch):
        return None
    form = uow.forms.get(conversation.id, FormKind.GUEST_BOOK, now)
    if form is None:
        return None
    request = {_QUESTION: batch[-1].text, _CATEGORY: Category.LAYANAN.value}
    form = replace(form, values={**request, **form.values})
    step = Step(outcome=Outcome.LEFT, say=(Say(key="buku_tamu_nanti"),))
    return follow(uow, kit, conversation, form, step, now, f"buku_tamu:{batch[-1].id}")


def remind(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    form: Form | None,
    reply: TurnReply,
    inbox_id: str,
    now: datetime,
) -> Conversation:
    """After an answer in the middle: once, what is still open; and a form that has expired is offered again."""
    if form is None:
        return _offer_again(uow, kit, conversation, now)
    answered = reply.decision.get("kind") == "answer" and any(message.sure for message in reply.messages)
    begun = form.asked or any(form.values.get(field) for field in machine.FIELDS)
    if not answered or not begun or form_talk.is_reminded(form):
        return conversation
    return form_talk.remind(uow, kit, conversation, form, machine.reminder(form.values), now, f"buku_tamu:{inbox_id}")


def _offer_again(uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime) -> Conversation:
    if conversation.state is not State.WAITING:
        return conversation
    consultation = uow.consultations.latest(conversation.id)
    if consultation is None or consultation.requested_at == now:
        return conversation
    key = f"buku_tamu:{consultation.id}"
    asked = uow.outbox.by_key(conversation.id, key) is not None
    if asked or uow.guest_books.of_consultation(consultation.id) is not None:
        return conversation
    form = guest_book.open_form(uow, kit, conversation, now)
    says = (machine.opening(form.values),)
    return form_talk.say(uow, kit, conversation, says, now, kind=form.kind, thread=None, key=key)


def _pending(batch: Sequence[InboxMessage], reply: TurnReply) -> dict[str, str]:
    request = next((each for each in reply.commands if isinstance(each, RequestOfficer)), None)
    if request is None:
        return {_ANSWERED: " ".join(message.id for message in batch)}
    need = (request.need.indicator, request.need.region, request.need.year)
    known = {key: value for key, value in zip(_NEED, need, strict=True) if value}
    return {_QUESTION: request.question, _CATEGORY: request.category.value, **known}


def _without_pending(form: Form) -> dict[str, str]:
    return {key: value for key, value in form.values.items() if not key.startswith("pending_")}


def _to_officer(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, form: Form, now: datetime, key: str
) -> Conversation:
    """Whom the form did not let through is queued; the officer completes it with them, and it is not offered again."""
    guest_book.store(uow, kit, conversation, {}, now)
    changed = _release(uow, kit, conversation, form, now, key)
    if changed.state is State.BOT:
        changed = form_rescue.enter_queue(uow, kit, changed, None, now, key)
        guest_book.attach(uow, changed, now)
    return changed


def _release(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, form: Form, now: datetime, key: str
) -> Conversation:
    values = form.values
    if _CATEGORY in values and conversation.state is State.BOT:
        indicator, region, year = (values.get(name) for name in _NEED)
        request = RequestOfficer(
            question=values[_QUESTION],
            category=Category(values[_CATEGORY]),
            need=Need(indicator=indicator, region=region, year=year),
        )
        queued = form_rescue.enter_queue(uow, kit, conversation, request, now, key)
        guest_book.attach(uow, queued, now)
        return queued
    if _ANSWERED in values:
        uow.inbox.settle(values[_ANSWERED].split(), Fate.RECEIVED)
        uow.wake(INBOX)
        return replace(conversation, due_at=now)
    return conversation
