"""The provider's 24-hour window, when a promise reaches beyond it (stories 7)."""

from datetime import datetime

from bot.core.conversations import Conversation
from bot.core.service_hours import describe_day
from bot.services.kit import Kit


def with_window(kit: Kit, conversation: Conversation, text: str, opening: datetime) -> str:
    """The text, and how to be reached, where the window shuts before we open and no template invites back."""
    until = conversation.window_until
    if until is None or until > opening or kit.office.whatsapp.reply_template is not None:
        return text
    return f"{text} {kit.texts.fill('jendela_24_jam', hari=describe_day(opening.date()))}"
