"""A stand-in for Telegram: what citizens do, and how the service hears of it."""

from __future__ import annotations

from datetime import datetime

from bot.simulators.base import Json
from bot.simulators.telegram_api import TelegramApi
from bot.simulators.telegram_queue import MESSAGE_LIVES_S, PRESS_LIVES_S


class TelegramSimulator(TelegramApi):
    """Citizens and their messages; a person is a user id in digits, and their private chat has the same id."""

    async def say(self, person: str, text: str, *, name: str = "", at: datetime | None = None) -> str:
        """The person writes; gives the update's id."""
        return await self.send(person, {"text": text}, name=name, at=at)

    async def press(self, person: str, button: str) -> str:
        """The person presses a button: its number, title or data."""
        sent, chosen = self.button(person, button)
        query_id = f"tekan-{next(self.numbers)}"
        self.presses[query_id] = False
        keys = [[{"text": each.title, "callback_data": each.id}] for each in sent.buttons]
        message = {
            "message_id": int(sent.external_id), "date": int(sent.at.timestamp()), "text": sent.text,
            "chat": self.chats[person], "reply_markup": {"inline_keyboard": keys},
        }  # fmt: skip
        content = {
            "id": query_id, "from": _user(person, ""), "message": message, "chat_instance": person, "data": chosen.id,
        }  # fmt: skip
        return str(self.updates.put("callback_query", content, f"user-{person}", PRESS_LIVES_S))

    async def send_file(
        self, person: str, kind: str, content: bytes, mime: str, *, name: str = "", caption: str = ""
    ) -> str:
        """The person sends a photo, document, voice, audio, video or sticker; `name` is the file's."""
        file: Json = {
            "file_id": (file_id := self.keep(content, name)),
            "file_unique_id": file_id,
            "file_size": len(content),
        }
        if kind == "photo":
            sizes = [file | {"width": 90, "height": 60}, file | {"width": 1280, "height": 853}]
            return await self.send(person, {"photo": sizes, "caption": caption})
        described = file | {"mime_type": mime} | ({"file_name": name} if name else {})
        return await self.send(person, {kind: described} | ({"caption": caption} if caption else {}))

    async def send(
        self, person: str, fields: Json, *, name: str = "", at: datetime | None = None, chat: Json | None = None,
        kind: str = "message", message_id: int | None = None,
    ) -> str:  # fmt: skip
        """The person sends anything that Telegram knows; gives the update's id.

        Args:
            person: who writes.
            fields: what the message holds beside its head: text, location, contact, …
            name: the person's first name.
            at: when it was written, if not now.
            chat: a group, if it is not the person's private chat.
            kind: `message`, or `edited_message` with the `message_id` of what is edited.
            message_id: of the message; a new one if not given.
        """
        user = _user(person, name)
        place = chat or {"id": int(person), "type": "private", "first_name": user["first_name"]}
        self.chats[str(place["id"])] = place
        number = next(self.numbers) if message_id is None else message_id
        head: Json = {"message_id": number, "date": int((at or self.now()).timestamp()), "chat": place, "from": user}
        head |= {"edit_date": head["date"]} if kind == "edited_message" else {}
        return str(self.updates.put(kind, head | fields, f"chat-{place['id']}", MESSAGE_LIVES_S))

    async def settled(self, within_s: float = 30.0) -> None:
        """Wait until the bot has every update, or it has expired."""
        await self.until(lambda: not self.updates.pending, within_s)

    async def close(self) -> None:
        """Stop delivering."""
        await self.updates.close()


def _user(person: str, name: str) -> Json:
    return {"id": int(person), "is_bot": False, "first_name": name or f"Warga {person[-4:]}", "language_code": "id"}
