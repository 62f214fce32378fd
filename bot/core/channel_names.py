"""What the channels are called by people: on the desk, in reports, and in what citizens read."""

from collections.abc import Mapping

from bot.core.webchat import CHANNEL as WEBCHAT

_NAMES: Mapping[str, str] = {"whatsapp": "WhatsApp", "telegram": "Telegram", WEBCHAT: "Obrolan web"}


def channel_label(channel: str) -> str:
    """A channel's name as people know it."""
    return _NAMES.get(channel, channel.capitalize())
