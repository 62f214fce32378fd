"""Telegram's updates as far as we read them; what else they hold is left alone.

Names and limits are those of the Bot API. Text is made storable and cut rather than refused: Telegram repeats a
refused update for a day, and keeps that chat's later ones back meanwhile.
"""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.core.messages import clean_text


def _cut(limit: int) -> BeforeValidator:
    return BeforeValidator(lambda value: clean_text(value)[:limit] if isinstance(value, str) else value)


Words = Annotated[str, _cut(4096)]
Name = Annotated[str, _cut(255)]
Handle = Annotated[str, Field(min_length=1, max_length=256)]  # a cut one would be another one
Number = Annotated[int, Field(ge=-(2**62), le=2**62)]
Size = Annotated[int, Field(ge=0, le=2**62)]
Time = Annotated[int, Field(ge=0, le=2**32)]  # until the year 2106


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class Chat(_Shape):
    """Where something was said."""

    id: Number
    type: Name

    @property
    def private(self) -> bool:
        """Whether only the person and we are in it."""
        return self.type == "private"


class Sender(_Shape):
    """User; names are not read, for the conversation goes by its chat."""

    is_bot: bool = False


class File(_Shape):
    """Any of PhotoSize, Voice, Audio, Video, VideoNote, Document, Animation and Sticker."""

    file_id: Handle
    file_size: Size | None = None
    file_name: Name = ""
    mime_type: Annotated[str, _cut(100)] = ""
    width: Size = 0
    height: Size = 0
    emoji: Annotated[str, _cut(16)] = ""
    is_animated: bool = False
    is_video: bool = False


class Point(_Shape):
    """Location."""

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class Venue(_Shape):
    """A place with a name; the message also has its location by itself."""

    title: Name = ""
    address: Name = ""


class Contact(_Shape):
    """Somebody's visiting card; their number is not read."""

    first_name: Name


class Key(_Shape):
    """InlineKeyboardButton."""

    text: Name
    callback_data: Words | None = None


class Keyboard(_Shape):
    """InlineKeyboardMarkup."""

    inline_keyboard: list[list[Key]] = []


class Message(_Shape):
    """Message; `model_extra` names what else it holds, such as the services of Telegram itself."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow")

    chat: Chat
    message_id: Number
    date: Time
    sender: Sender = Field(default=Sender(), alias="from")
    edit_date: Time | None = None
    text: Words | None = None
    caption: Words | None = None
    photo: list[File] = []
    voice: File | None = None
    audio: File | None = None
    video: File | None = None
    video_note: File | None = None
    animation: File | None = None
    document: File | None = None
    sticker: File | None = None
    location: Point | None = None
    venue: Venue | None = None
    contact: Contact | None = None


class Shown(_Shape):
    """The message whose button was pressed; of one that is too old only the chat is told."""

    chat: Chat
    reply_markup: Keyboard = Keyboard()


class Press(_Shape):
    """CallbackQuery; without a message when it came from an inline result, which we do not offer."""

    id: Handle
    data: Words | None = None
    message: Shown | None = None


class Emoji(_Shape):
    """ReactionType; only the ordinary ones have an emoji."""

    emoji: Annotated[str, _cut(16)] = ""


class Reaction(_Shape):
    """MessageReactionUpdated."""

    chat: Chat
    date: Time
    new_reaction: list[Emoji] = []


class Member(_Shape):
    """ChatMember."""

    status: Name


class Membership(_Shape):
    """ChatMemberUpdated, of ourselves."""

    chat: Chat
    old_chat_member: Member
    new_chat_member: Member


class Update(_Shape):
    """Update; a kind that is not listed here is not asked for."""

    update_id: Size
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Press | None = None
    message_reaction: Reaction | None = None
    my_chat_member: Membership | None = None
    channel_post: Any = None
    edited_channel_post: Any = None
