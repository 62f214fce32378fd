"""Reads updates: what people sent in private chats becomes messages, the rest a reason why it does not."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from bot.channels.base import Parsed, PayloadInvalid
from bot.channels.http import json_object
from bot.channels.telegram.shapes import Chat, File, Membership, Message, Press, Reaction, Update
from bot.core.conversations import Address
from bot.core.messages import Incoming, Kind, MediaRef

NAME = "telegram"
PRIVATE_ONLY = "Saya hanya melayani percakapan pribadi. Silakan kirim pesan langsung kepada saya."
GREETING = "halo"

_START = re.compile(r"/start(@\w+)?(\s.*)?", re.DOTALL)
_GROUPS = frozenset({"group", "supergroup"})  # not channels: an answer there would be published
_OUTSIDE = frozenset({"left", "kicked"})
_FILES = (
    # An animation also comes as a document, for old clients: the first that is there counts.
    ("animation", Kind.VIDEO, "video/mp4"),
    ("voice", Kind.VOICE, "audio/ogg"),
    ("audio", Kind.AUDIO, "audio/mpeg"),
    ("video", Kind.VIDEO, "video/mp4"),
    ("video_note", Kind.VIDEO, "video/mp4"),
    ("document", Kind.DOCUMENT, "application/octet-stream"),
)
_SERVICE = frozenset(
    """
    boost_added channel_chat_created chat_background_set chat_owner_changed chat_owner_left chat_shared
    checklist_tasks_added checklist_tasks_done connected_website delete_chat_photo direct_message_price_changed
    forum_topic_closed forum_topic_created forum_topic_edited forum_topic_reopened general_forum_topic_hidden
    general_forum_topic_unhidden gift gift_upgrade_sent giveaway_completed giveaway_created group_chat_created
    left_chat_member message_auto_delete_timer_changed migrate_from_chat_id migrate_to_chat_id new_chat_members
    new_chat_photo new_chat_title paid_message_price_changed passport_data pinned_message proximity_alert_triggered
    refunded_payment successful_payment supergroup_chat_created unique_gift users_shared video_chat_ended
    video_chat_participants_invited video_chat_scheduled video_chat_started write_access_allowed
    """.split()
)


def parse(body: bytes) -> Parsed:
    """Read one update as a webhook brings it.

    Raises:
        PayloadInvalid: it is not JSON, or no update.
    """
    value = json_object(body)
    if value is None:
        raise PayloadInvalid("not a JSON object")
    return _parse_value(value)


def _parse_value(value: Any) -> Parsed:
    try:
        return _read(Update.model_validate(value))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))  # our names for its fields, never its words
        raise PayloadInvalid(f"{place}: {first['type']}") from None


def _read(update: Update) -> Parsed:
    external_id = str(update.update_id)
    if update.message is not None:
        return _message(update.message, external_id)
    if update.edited_message is not None:
        return _edited(update.edited_message, external_id)
    if update.callback_query is not None:
        return _press(update.callback_query, external_id)
    if update.message_reaction is not None:
        return _reaction(update.message_reaction, external_id)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    posted = update.channel_post is not None or update.edited_channel_post is not None
    return Parsed(ignored=("group" if posted else "unknown_update",))


def _message(message: Message, external_id: str) -> Parsed:
    if not message.chat.private:
        asked = message.text is not None and message.text.startswith("/")
        return Parsed(ignored=("group",), response=_refusal(message.chat, message.message_id) if asked else None)
    if message.sender.is_bot:  # two bots would thank each other for ever
        return Parsed(ignored=("bot",))
    if _SERVICE & (message.model_extra or {}).keys():
        return Parsed(ignored=("service",))
    kind, text, media = _content(message)
    return Parsed(
        incoming=(
            Incoming(
                address=_address(message.chat),
                external_id=external_id,
                text=text,
                kind=kind,
                media=media,
                sent_at=_at(message.date),
            ),
        )
    )


def _content(message: Message) -> tuple[Kind, str, MediaRef | None]:
    if message.text is not None:
        return Kind.TEXT, _typed(message.text), None
    caption = message.caption or ""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Kind.IMAGE, caption, _media(largest, "image/jpeg")
    for field, kind, mime in _FILES:
        file = getattr(message, field)
        if file is not None:
            return kind, caption, _media(file, mime)
    if message.sticker is not None:
        moving = message.sticker.is_animated or message.sticker.is_video  # in formats that nothing here shows
        return Kind.STICKER, message.sticker.emoji, None if moving else _media(message.sticker, "image/webp")
    if message.location is not None:
        return Kind.LOCATION, _place(message), None
    if message.contact is not None:
        return Kind.CONTACT, f"Kontak: {message.contact.first_name}", None
    return Kind.OTHER, caption, None


def _typed(text: str) -> str:
    """Pressing Mulai sends /start, with what the link to us carried: a greeting, not words of the person."""
    return GREETING if _START.fullmatch(text) else text


def _place(message: Message) -> str:
    point = message.location
    where = "" if point is None else f"{point.latitude:.5f}, {point.longitude:.5f}"
    if message.venue is None:
        return f"Lokasi: {where}"
    named = ", ".join(part for part in (message.venue.title, message.venue.address) if part)
    return f"Lokasi: {named} ({where})"


def _media(file: File, mime: str) -> MediaRef:
    return MediaRef(
        provider_id=file.file_id, mime=file.mime_type or mime, file_name=file.file_name, size=file.file_size
    )


def _edited(message: Message, external_id: str) -> Parsed:
    if not message.chat.private:
        return Parsed(ignored=("group",))
    text = message.caption if message.text is None else message.text
    if text is None:  # a live location moves by edits, one every few seconds
        return Parsed(ignored=("edit_without_text",))
    if message.edit_date is None:  # Telegram also calls its own changes edits, such as a reaction or a preview
        return Parsed(ignored=("edit_by_telegram",))
    incoming = Incoming(
        address=_address(message.chat), external_id=external_id, text=_typed(text), sent_at=_at(message.edit_date)
    )
    return Parsed(incoming=(incoming,))


def _press(press: Press, external_id: str) -> Parsed:
    """Every press is answered, or the button shows a running clock for a minute."""
    response = {"method": "answerCallbackQuery", "callback_query_id": press.id}
    if press.message is None or press.data is None:
        return Parsed(ignored=("no_button",), response=response)
    if not press.message.chat.private:
        return Parsed(ignored=("group",), response=response)
    keys = [key for row in press.message.reply_markup.inline_keyboard for key in row]
    incoming = Incoming(
        address=_address(press.message.chat),
        external_id=external_id,
        text=next((key.text for key in keys if key.callback_data == press.data), ""),
        button=press.data,
        kind=Kind.BUTTON,
    )
    return Parsed(incoming=(incoming,), response=response)


def _reaction(reaction: Reaction, external_id: str) -> Parsed:
    if not reaction.chat.private:
        return Parsed(ignored=("group",))
    if not reaction.new_reaction:
        return Parsed(ignored=("reaction_withdrawn",))
    incoming = Incoming(
        address=_address(reaction.chat),
        external_id=external_id,
        text=reaction.new_reaction[-1].emoji,
        kind=Kind.REACTION,
        sent_at=_at(reaction.date),
    )
    return Parsed(incoming=(incoming,))


def _membership(change: Membership) -> Parsed:
    before, after = change.old_chat_member.status, change.new_chat_member.status
    if change.chat.private:
        return Parsed(ignored=("blocked" if after in _OUTSIDE else "unblocked",))
    added = before in _OUTSIDE and after not in _OUTSIDE
    return Parsed(ignored=("group",), response=_refusal(change.chat) if added else None)


def _refusal(chat: Chat, message_id: int | None = None) -> Mapping[str, Any] | None:
    if chat.type not in _GROUPS:
        return None
    refusal = {"method": "sendMessage", "chat_id": chat.id, "text": PRIVATE_ONLY}
    if message_id is None:
        return refusal
    return {**refusal, "reply_parameters": {"message_id": message_id, "allow_sending_without_reply": True}}


def _address(chat: Chat) -> Address:
    return Address(channel=NAME, kind="chat_id", value=str(chat.id))


def _at(time: int) -> datetime:
    return datetime.fromtimestamp(time, UTC)
