"""WhatsApp's Cloud API as a channel."""

import asyncio
import hashlib
import hmac
import re
from collections.abc import Mapping

import httpx

from bot.channels.base import FileRefused, Pace, Parsed, Refused, SendResult, Sent, Unclear
from bot.channels.http import (
    AMBIGUOUS,
    FileSource,
    NotNow,
    ask,
    download,
    file_fault,
    json_object,
    open_client,
    post_json,
)
from bot.channels.whatsapp import sending
from bot.channels.whatsapp.errors import code_of, failure_of
from bot.channels.whatsapp.fields import Json, number, text
from bot.channels.whatsapp.media import DOMAINS, HOSTS, types_like
from bot.channels.whatsapp.payloads import EDIT_MARK, parse
from bot.channels.whatsapp.people import NAME
from bot.core.conversations import Address
from bot.core.messages import Attachment, AttachmentKind, MediaRef, Outgoing
from bot.core.sending import Failure

_SIGNATURE = re.compile("sha256=([0-9a-f]{64})")
_CHALLENGE = re.compile("[A-Za-z0-9_.-]{1,256}")
_HANDLE = re.compile("[A-Za-z0-9_-]{1,256}")
_SECRETS_MAX = 2  # the old and the new one while they are exchanged


class WhatsApp:
    """One phone number of ours."""

    name = NAME
    # The platform's own figures are 80 messages a second and these for one person; the rest of the 80 is left to
    # incoming messages, which count as well (platforms 1.9).
    pace = Pace(recipient_s=6, recipient_burst=45, per_second=70)
    has_window = True
    gives_statuses = True

    def __init__(
        self,
        *,
        phone_id: str,
        token: str,
        app_secrets: tuple[str, ...],
        verify_token: str,
        url: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Connect nothing yet.

        Args:
            phone_id: the platform's id of our number.
            token: for the interface.
            app_secrets: with which webhooks are signed; two while they are exchanged.
            verify_token: ours, which the platform says when it first calls.
            url: of the interface, with its version.
            transport: instead of the network.

        Raises:
            ValueError: a secret is missing: with an empty one, anybody could sign.
        """
        if not (0 < len(app_secrets) <= _SECRETS_MAX and all(app_secrets) and verify_token):
            raise ValueError("One or two app secrets and a verify token are needed, none of them empty.")
        self._phone_id = phone_id
        self._app_secrets = tuple(secret.encode() for secret in app_secrets)
        self._verify_token = verify_token.encode()
        self._source = FileSource(origin=url, hosts=HOSTS, domains=DOMAINS)
        self._http = open_client(url, transport, {"Authorization": f"Bearer {token}"})

    def verify(self, query: Mapping[str, str]) -> str | None:
        """The challenge to answer the platform's first call with; None when it does not know our token."""
        known = hmac.compare_digest(query.get("hub.verify_token", "").encode("utf-8", "replace"), self._verify_token)
        challenge = query.get("hub.challenge", "")
        asked = query.get("hub.mode") == "subscribe" and _CHALLENGE.fullmatch(challenge) is not None
        return challenge if known and asked else None

    def is_authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether one of our app secrets signed this body; it is the raw one, for other JSON has another signature."""
        signature = _SIGNATURE.fullmatch(headers.get("x-hub-signature-256", ""))
        if signature is None:
            return False
        told = bytes.fromhex(signature[1])
        matches = [hmac.compare_digest(hmac.digest(secret, body, "sha256"), told) for secret in self._app_secrets]
        return any(matches)

    def parse(self, body: bytes) -> Parsed:
        """Read an authentic body; see `payloads.parse`."""
        return parse(body, self._phone_id)

    async def send(self, outgoing: Outgoing, address: Address) -> SendResult:
        """Send one reply; its file is uploaded before, and again if the reply has to be sent again."""
        if not sending.reachable(address):
            return Refused(Failure.UNDELIVERABLE, "address_kind")
        media_id = None
        if outgoing.attachment is not None and outgoing.attachment.kind is not AttachmentKind.LOCATION:
            uploaded = await self._upload(outgoing.attachment)
            if isinstance(uploaded, Refused):
                return uploaded
            media_id = uploaded
        body = sending.message(outgoing, address, media_id)
        return _sent(await post_json(self._http, f"/{self._phone_id}/messages", body))

    async def notice(self, address: Address, external_id: str) -> None:
        """Mark the message as read and show that we are writing."""
        original = external_id.partition(EDIT_MARK)[0]
        await post_json(self._http, f"/{self._phone_id}/messages", sending.seen(original))

    async def fetch(self, media: MediaRef, limit: int) -> bytes:
        """The bytes of a file: its address is asked for first, and is valid for minutes only."""
        types = types_like(media.mime)
        if not types:
            raise FileRefused("wrong_type")
        if media.size is not None and media.size > limit:
            raise FileRefused("too_big")
        found = await self._locate(media.provider_id)
        if (number(found, "file_size") or 0) > limit:
            raise FileRefused("too_big")
        content = await download(self._http, text(found, "url"), source=self._source, types=types, limit=limit)
        if media.sha256 not in (None, hashlib.sha256(content).hexdigest()):
            raise FileRefused("gone")  # these are not the bytes that the person sent
        return content

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _locate(self, handle: str) -> Json:
        if not _HANDLE.fullmatch(handle):
            raise FileRefused("gone")
        answer = await ask(self._http.get(f"/{handle}"))
        if isinstance(answer, Unclear):
            raise NotNow("broken off")
        if isinstance(answer, Refused):
            raise file_fault(answer)
        if not answer.is_success:
            raise file_fault(failure_of(answer))
        found = json_object(answer.content)
        if found is None or not text(found, "url"):
            raise NotNow("no address")
        return found

    async def _upload(self, attachment: Attachment) -> str | Refused:
        """The id under which the platform keeps the file."""
        try:
            content = await asyncio.to_thread(attachment.path.read_bytes) if attachment.path else None
        except OSError:
            content = None
        if content is None:
            return Refused(Failure.FILE_UNUSABLE, "missing")
        answer = await ask(
            self._http.post(
                f"/{self._phone_id}/media",
                data={"messaging_product": "whatsapp", "type": attachment.mime},
                files={"file": (attachment.file_name, content, attachment.mime)},
            )
        )
        return _uploaded(answer)


def _uploaded(answer: httpx.Response | Refused | Unclear) -> str | Refused:
    """What an upload gave; where it ended unclear nothing has been sent, so it is simply tried again."""
    if isinstance(answer, Unclear):
        return Refused(Failure.UNREACHABLE, "upload")
    if isinstance(answer, Refused):
        return answer
    if not answer.is_success:
        refused = failure_of(answer)
        unusable = refused.failure is Failure.REJECTED
        return Refused(Failure.FILE_UNUSABLE, refused.detail) if unusable else refused
    return text(json_object(answer.content) or {}, "id") or Refused(Failure.PROVIDER_ERROR, "upload")


def _sent(answer: httpx.Response | Refused | Unclear) -> SendResult:
    if not isinstance(answer, httpx.Response):
        return answer
    if answer.is_success:
        external_id = _first_id(json_object(answer.content) or {})
        return Sent(external_id) if external_id else Unclear()
    if answer.status_code in AMBIGUOUS and code_of(answer) is None:
        return Unclear()
    return failure_of(answer)


def _first_id(answer: Json) -> str:
    messages = answer.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    return text(first, "id") if isinstance(first, dict) else ""
