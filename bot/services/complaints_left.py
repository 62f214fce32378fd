"""A told complaint is never lost: without an answer about the name it is filed after a day (service_rules 3.6)."""

from datetime import datetime

from bot.core.forms.form import Form, FormKind, Say
from bot.services import complaint_form, form_talk
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork


def file_left(kit: Kit) -> int:
    """File what was told in complaint forms that have expired, without a name; how many forms were closed."""
    now = kit.clock()
    with kit.uow.read() as uow:
        expired = uow.forms.expired(FormKind.COMPLAINT, now)
    for form in expired:
        with kit.uow() as uow:
            _close(uow, kit, form, now)
            uow.commit()
    return len(expired)


def _close(uow: UnitOfWork, kit: Kit, form: Form, now: datetime) -> None:
    conversation = uow.conversations.get(form.conversation_id, lock=True)
    if conversation is None or form not in uow.forms.expired(form.kind, now):
        return  # erased, or begun anew while we waited for the lock
    uow.forms.remove(form.conversation_id, form.kind)
    if "story" not in form.values:
        return
    filed = complaint_form.file_complaint(uow, kit, conversation, form.id, dict(form.values), now, agreed=False)
    if uow.conversations.address_of(conversation) is None:
        return
    says = (Say(key="aduan_tanpa_jawaban"), *filed)
    thread, key = form_talk.thread_of(form), f"aduan:{form.id}"
    changed = form_talk.say(uow, kit, conversation, says, now, kind=form.kind, thread=thread, key=key)
    uow.conversations.save(changed)
