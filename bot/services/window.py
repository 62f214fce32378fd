"""The provider's 24-hour window: a promise that reaches beyond it (stories 7), and the template that opens it again."""

from datetime import datetime

from bot.core.conversations import Conversation
from bot.core.messages import Speaker
from bot.core.service_hours import describe_day
from bot.services import deliver
from bot.services.kit import Kit

_PAGE = 100


def with_window(kit: Kit, conversation: Conversation, text: str, opening: datetime) -> str:
    """The text, and how to be reached, where the window shuts before we open and no template invites back."""
    until = conversation.window_until
    if until is None or until > opening or kit.office.whatsapp.reply_template is not None:
        return text
    return f"{text} {kit.texts.fill('jendela_24_jam', hari=describe_day(opening.date()))}"


def invite(kit: Kit) -> None:
    """Send the approved template, once a window, to people for whom an officer's reply waits (platforms 1.8)."""
    template = kit.office.whatsapp.reply_template
    if template is None:
        return
    now = kit.clock()
    with kit.uow() as uow:
        for waiting in uow.outbox.parked(now, _PAGE):
            conversation = uow.conversations.get(waiting.conversation_id, lock=True)
            if conversation is None or conversation.window_until is None:
                continue
            key = f"templat:{conversation.window_until.isoformat()}"
            if uow.outbox.by_key(conversation.id, key) is None:
                text = kit.texts.fill("balasan_menunggu")
                invitation = deliver.compose(
                    kit, conversation, text, now, speaker=Speaker.SYSTEM, key=key, template=template
                )
                uow.conversations.save(deliver.store(uow, kit, conversation, invitation))
        uow.commit()
