"""What the channels are called by people: on the desk, in reports, and in what citizens read."""

from collections.abc import Mapping

from bot.core.webchat import CHANNEL as WEBCHAT

_NAMES: Mapping[str, str] = {"whatsapp": "WhatsApp", "telegram": "Telegram", WEBCHAT: "Obrolan web"}
_WITHIN: Mapping[str, str] = {WEBCHAT: "obrolan web"}
"""Names that are words, not brands, and so begin small inside a sentence."""


def channel_label(channel: str) -> str:
    """A channel's name as people know it."""
    return _NAMES.get(channel, channel.capitalize())


def channel_within(channel: str) -> str:
    """The name inside a sentence: *lewat obrolan web*, *lewat WhatsApp*."""
    return _WITHIN.get(channel) or channel_label(channel)
