"""A stand-in for WhatsApp: what citizens do, and how the service hears of it."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime

import httpx

from bot.simulators.base import Json
from bot.simulators.whatsapp_api import Stored, WhatsAppApi
from bot.simulators.whatsapp_hooks import Item

VERIFY_TOKEN = "verifikasi-simulasi"

_OFFICE = "620000000000"


class WhatsAppSimulator(WhatsAppApi):
    """Citizens and their messages; a person is a phone number, or a user id (`ID.123`) whose phone number is hidden."""

    async def say(self, person: str, text: str, *, name: str = "", at: datetime | None = None) -> str:
        """The person writes; gives the provider's id of the message, which is on its way."""
        return await self.send(person, "text", {"body": text}, name=name, at=at)

    async def press(self, person: str, button: str) -> str:
        """The person presses a reply button or chooses a row: its number, title or id."""
        sent, chosen = self.button(person, button)
        kind = "list_reply" if sent.kind == "list" else "button_reply"
        body = {"type": kind, kind: {"id": chosen.id, "title": chosen.title}}
        return await self.send(person, "interactive", body, context={"from": _OFFICE, "id": sent.external_id})

    async def send_file(self, person: str, kind: str, file: Stored, *, caption: str = "", voice: bool = False) -> str:
        """The person sends an image, video, document, sticker or audio (with `voice`: a voice note)."""
        digest = base64.b64encode(hashlib.sha256(file.content).digest()).decode()  # base64 here, hexadecimal in GET
        body: Json = {"id": self.keep(file), "mime_type": file.mime, "sha256": digest}
        body |= {"caption": caption} if caption else {}
        body |= {"filename": file.file_name} if file.file_name else {}
        body |= {"voice": voice} if kind == "audio" else {}
        return await self.send(person, kind, body)

    async def send(
        self, person: str, kind: str, body: Json | list[Json], *, name: str = "", at: datetime | None = None,
        context: Json | None = None,
    ) -> str:  # fmt: skip
        """The person sends anything that WhatsApp knows, such as a location or contacts; gives its id."""
        wamid = self.wamid("I")
        shows_phone = "." not in person
        message: Json = {("from" if shows_phone else "from_user_id"): person, "id": wamid, "type": kind, kind: body}
        message["timestamp"] = str(int((at or self.now()).timestamp()))
        message |= {"context": context} if context else {}
        profile = {"name": name or f"Warga {person[-4:]}"}
        contact = {"profile": profile, ("wa_id" if shows_phone else "user_id"): person}
        self.received.add(wamid)
        self.hooks.put(Item(field="messages", value=message, contact=contact))
        return wamid

    async def verify(self, verify_token: str = VERIFY_TOKEN) -> bool:
        """Whether the service proves that the webhook is its own, as Meta asks once."""
        asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": verify_token}
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.get(self.hooks.target, params=asked)
        return answer.status_code == 200 and answer.text == asked["hub.challenge"]

    async def settled(self, within_s: float = 30.0) -> None:
        """Wait until every webhook has been acknowledged, or given up."""
        await self.until(lambda: self.hooks.open == 0, within_s)

    async def close(self) -> None:
        """Stop delivering."""
        await self.hooks.close()
