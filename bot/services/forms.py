"""Where a message meets the forms: at its receipt, before and beside the dialogue (docs/decisions/0014)."""

from collections.abc import Mapping
from datetime import datetime

from bot.core.conversations import Conversation, State
from bot.core.forms import guest_book as guest_machine
from bot.core.forms.form import Form, FormKind, Outcome, Say, Step
from bot.core.forms.rating import Rated, rating_in, remark_in
from bot.core.forms.reading import corrections_in
from bot.core.forms.words import STARTED_BY, command_in, complaint_key_in, is_cancel, skips, wants_copy
from bot.core.messages import SILENT_KINDS, InboxMessage, Kind, Speaker, Thread
from bot.services import (
    complaint_form,
    complaint_route,
    deliver,
    duty_links,
    form_talk,
    guest_book,
    privacy_form,
    ratings,
    waiting_form,
)
from bot.services.form_route import Act, Desk, Route
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

_PRIVACY = (FormKind.CORRECT, FormKind.ERASE, FormKind.WITHDRAW, FormKind.MY_DATA)
_TYPED = frozenset({Kind.TEXT, Kind.BUTTON})


def route(uow: UnitOfWork, kit: Kit, conversation: Conversation, message: InboxMessage, now: datetime) -> Route | None:
    """Which form takes a message, in whatever state the conversation is; None = it goes the normal way.

    Args:
        uow: the unit of work that stores the message.
        kit: the use cases' kit.
        conversation: locked, as it was before the message.
        message: not stored yet.
        now: the present.
    """
    if message.kind in SILENT_KINDS:
        return None
    desk = Desk(uow=uow, kit=kit, conversation=conversation, message=message, now=now)
    if message.kind is Kind.TEXT and (linked := duty_links.redeem(uow, kit, conversation, message.text, now)):
        return _told(desk, linked)
    meaning = message.meaning or {}
    if form_talk.FORM in meaning:
        return _pressed(desk, FormKind(meaning[form_talk.FORM]), str(meaning[form_talk.CHOICE]))
    if message.meaning is not None:  # *Sampaikan aduan* below an answer: wanted in so many words, without a turn
        begins = STARTED_BY.get(str(meaning.get("intent")))
        return None if begins is None else _begun(desk, begins)
    forms = {form.kind: form for form in uow.forms.all(conversation.id, now)}
    if message.kind in _TYPED:
        return _commanded(desk, forms) or _private(desk, forms) or _rated(desk, forms) or _guest(desk, forms)
    return _private(desk, forms)


def _told(desk: Desk, text: str) -> Route:
    """Answer an officer who links the own phone (stories 6); the code is not kept."""

    def act(conversation: Conversation) -> Conversation:
        line = deliver.compose(
            desk.kit, conversation, text, desk.now, speaker=Speaker.SYSTEM, key=f"tautan:{desk.message.id}"
        )
        return deliver.store(desk.uow, desk.kit, conversation, line)

    return Route(thread=None, text="tautkan", act=act)


def begin(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, kind: FormKind, message: InboxMessage, story: str
) -> tuple[Conversation, Thread | None]:
    """Open a form that a turn asked for; gives the thread into which the turn's messages belong.

    Args:
        uow: the turn's commit.
        kit: the use cases' kit.
        conversation: locked by the caller, who saves what is returned.
        kind: which form.
        message: the turn's newest message.
        story: all that was said in the turn; at length, it is the complaint itself (stories 5).
    """
    now = kit.clock()
    desk = Desk(uow=uow, kit=kit, conversation=conversation, message=message, now=now)
    started = _start(desk, kind, story)
    return started.act(conversation), started.thread


def _pressed(desk: Desk, kind: FormKind, choice: str) -> Route:
    form = desk.uow.forms.get(desk.conversation.id, kind, desk.now)
    if form is None:
        gone = Thread(id=desk.kit.new_id(), kind=kind)
        thread = None if kind is FormKind.GUEST_BOOK else gone
        says = (Say(key="formulir_selesai"),)
        act: Act = lambda conversation: desk.say(conversation, says, kind, thread)  # noqa: E731
        return Route(thread=thread, text=desk.kept_text, act=act)
    found = _answer(desk, form, choice)
    return found or desk.route(form, lambda: (Say(key="formulir_selesai"),))


def _commanded(desk: Desk, forms: Mapping[FormKind, Form]) -> Route | None:
    """Exact words, obeyed in every state (stories 5, 12.5)."""
    text = desk.message.text
    key = complaint_key_in(text)
    if key is not None:
        form = _passing(desk, FormKind.STATUS)
        return desk.route(
            form, lambda: complaint_form.status_by_key(desk.uow, desk.kit, desk.conversation, key, desk.now)
        )
    if FormKind.MY_DATA in forms and wants_copy(text):
        return None  # the look at one's own data is open already: the copy is asked of it, not the look again
    kind = command_in(text)
    return None if kind is None else _begun(desk, kind)


def _begun(desk: Desk, kind: FormKind) -> Route | None:
    """Begin a form; while an officer holds the conversation the guest book is the officer's."""
    if kind is FormKind.GUEST_BOOK and desk.conversation.state is State.OFFICER:
        return None
    return _start(desk, kind, "")


def _start(desk: Desk, kind: FormKind, story: str) -> Route:
    uow, kit, conversation, now = desk.uow, desk.kit, desk.conversation, desk.now
    match kind:
        case FormKind.COMPLAINT:
            return complaint_route.start(desk, story)
        case FormKind.STATUS:
            form = _passing(desk, kind)
            return desk.route(form, lambda: complaint_form.status_of_person(uow, kit, conversation, now))
        case FormKind.GUEST_BOOK:
            form = guest_book.open_form(uow, kit, conversation, now)
            return desk.route(form, lambda: (guest_machine.opening(form.values),))
        case FormKind.RATING:
            form = form_talk.open_form(uow, kit, conversation, kind, now)
            return desk.route(form, lambda: (Say(key="penilaian_tanya"),))
        case _:
            started = privacy_form.start(uow, kit, conversation, kind, now)
            return desk.route(started.form, lambda: started.say)


def _passing(desk: Desk, kind: FormKind) -> Form:
    """A form that is answered at once and stays nowhere."""
    return Form(
        id=desk.kit.new_id(),
        conversation_id=desk.conversation.id,
        kind=kind,
        values={},
        opened_at=desk.now,
        expires_at=desk.now,
    )


def _private(desk: Desk, forms: dict[FormKind, Form]) -> Route | None:
    """Answers while a private form is open."""
    complaint = forms.get(FormKind.COMPLAINT)
    if complaint is not None:
        return _answer(desk, complaint, desk.message.text)
    open_ones = [forms[kind] for kind in _PRIVACY if kind in forms]
    newest = max(open_ones, key=lambda form: form.opened_at, default=None)
    if newest is None or desk.message.kind not in _TYPED:
        return None
    return _answer(desk, newest, desk.message.text)


def _answer(desk: Desk, form: Form, text: str) -> Route | None:
    match form.kind:
        case FormKind.COMPLAINT:
            return complaint_route.answer(desk, form, text, evidence=desk.message.kind not in _TYPED)
        case FormKind.GUEST_BOOK:
            step = guest_machine.answer(form, text, attended=desk.conversation.state is not State.BOT)
            return None if step.outcome is Outcome.PASSED else _guest_route(desk, form, step)
        case FormKind.RATING:
            return None
        case _:
            step_or_none = privacy_form.answer(desk.uow, desk.kit, desk.conversation, form, text, desk.now)
            return None if step_or_none is None else desk.settled(form, step_or_none)


def _rated(desk: Desk, forms: dict[FormKind, Form]) -> Route | None:
    """A rating in whatever words, or what should be better; a question goes its own way (stories 19)."""
    form = forms.get(FormKind.RATING)
    if form is None:
        return None
    uow, text = desk.uow, desk.message.text
    with_officer = desk.conversation.state in (State.WAITING, State.OFFICER)
    if skips(text) and (desk.conversation.state is State.CLOSED or ratings.waits_for_remark(form, desk.now)):
        return None if with_officer else desk.route(form, lambda: ratings.leave(uow, form))
    if ratings.waits_for_remark(form, desk.now):
        remark = None if with_officer else remark_in(text)
        return None if remark is None else desk.route(form, lambda: ratings.take_remark(uow, form, remark))
    rated: Rated | None = rating_in(text)
    if rated is None or (with_officer and not rated.bare):  # *cukup* is a word to the officer
        return None
    if not ratings.is_meant(uow, form, rated):
        return None
    return desk.route(form, lambda: ratings.take(uow, desk.kit, desk.conversation, form, rated, desk.now))


def _guest(desk: Desk, forms: dict[FormKind, Form]) -> Route | None:
    """What looks like an answer to the guest book; while an officer holds the conversation, the officer fills it."""
    state, text = desk.conversation.state, desk.message.text
    if state not in (State.BOT, State.WAITING):
        return None
    form = forms.get(FormKind.GUEST_BOOK)
    if form is None:
        return _corrected(desk, text) if state is State.WAITING else None
    if state is State.BOT and is_cancel(text):
        return _guest_route(desk, form, Step(outcome=Outcome.LEFT, say=(Say(key="buku_tamu_batal"),)))
    return _answer(desk, form, text)


def _guest_route(desk: Desk, form: Form, step: Step) -> Route:
    uow, kit = desk.uow, desk.kit

    def act(conversation: Conversation) -> Conversation:
        key = f"formulir:{desk.message.id}"
        return waiting_form.follow(uow, kit, conversation, form, step, desk.now, key)

    return Route(thread=None, text=desk.kept_text, act=act)


def _corrected(desk: Desk, text: str) -> Route | None:
    """*Nama saya budi santoso*, after the form is filled: corrected at any time (service_rules 6.6)."""
    found = corrections_in(text)
    if not found or not guest_book.correct(desk.uow, desk.conversation, found):
        return None
    form = _passing(desk, FormKind.GUEST_BOOK)
    return desk.route(form, lambda: (Say(key="buku_tamu_diperbaiki"),))
