"""A complaint in the chat, message by message: begun, told, filed, or left for an officer (stories 5)."""

from bot.core.conversations import Conversation
from bot.core.forms import complaint as machine
from bot.core.forms.fields import without_identity_number
from bot.core.forms.form import Form, FormKind, Outcome, Step
from bot.core.messages import Thread
from bot.services import complaint_form, form_rescue, form_talk
from bot.services.form_route import Desk, Route


def start(desk: Desk, story: str) -> Route:
    """Begin a complaint; what was told of one already, stays told.

    Args:
        desk: the message that asked for it.
        story: what was said in it; at length, it is the complaint itself (stories 5).
    """
    told = desk.uow.forms.get(desk.conversation.id, FormKind.COMPLAINT, desk.now)
    if told is not None and told.values.get("story"):  # a second wish does not throw the first story away
        return desk.route(told, lambda: (machine.reminder(),))
    before = None if told is None else told.values
    form = form_talk.open_form(desk.uow, desk.kit, desk.conversation, FormKind.COMPLAINT, desk.now, before)
    kept = without_identity_number(story)
    if len(kept) < machine.TOLD_AT_LENGTH:
        return desk.route(form, lambda: (machine.opening(),))
    return desk.settled(form, machine.told(kept))


def answer(desk: Desk, form: Form, text: str, *, evidence: bool) -> Route | None:
    """What a message (or a pressed button's value) does to an open complaint; None = it is none of its business."""
    step = machine.answer(form, text, evidence=evidence)
    if step.outcome is Outcome.PASSED:
        return None
    if step.outcome is Outcome.OFFICER:
        return _to_officer(desk, form, step)
    if step.outcome is not Outcome.DONE:
        return desk.settled(form, step)
    uow, kit = desk.uow, desk.kit
    form_talk.keep(uow, form, step)

    anonymous = "anonymous" in step.values
    kept_as = Thread(id=form.id, kind=FormKind.STATUS if anonymous else FormKind.COMPLAINT)

    def act(conversation: Conversation) -> Conversation:
        says = complaint_form.file_complaint(uow, kit, conversation, form.id, dict(step.values), desk.now)
        return desk.say(conversation, says, form.kind, kept_as)

    return Route(thread=kept_as, text=desk.kept_text, act=act)


def _to_officer(desk: Desk, form: Form, step: Step) -> Route:
    """The choice stays with the complaint; of what was told, an officer is given nothing (stories 5)."""
    form_talk.keep(desk.uow, form, step)

    def act(conversation: Conversation) -> Conversation:
        return form_rescue.ask_officer(desk.uow, desk.kit, conversation, desk.now, f"formulir:{desk.message.id}")

    return Route(thread=form_talk.thread_of(form), text=desk.kept_text, act=act)
