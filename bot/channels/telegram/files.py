"""Fetches files that people sent: getFile names a path, which is good for an hour."""

import re
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from bot.channels.base import FileRefused, Refused, Unclear
from bot.channels.file_types import AUDIO, DOCUMENTS, IMAGES, VIDEO
from bot.channels.http import FileSource, NotNow, download, file_fault, media_type
from bot.channels.telegram.api import BotApi
from bot.channels.telegram.errors import TOO_BIG, answer_of, refusal
from bot.core.messages import MediaRef

SIZE_MAX = 20 * 1024 * 1024  # the Bot API gives out no larger file

# Telegram passes on the type that the phone of who sent it gave; these two names are never among WhatsApp's.
_OF_PHONES = frozenset({"audio/x-m4a", "video/quicktime"})
TYPES = IMAGES | AUDIO | VIDEO | DOCUMENTS | _OF_PHONES
_SERVED = TYPES | {"application/octet-stream"}  # what Telegram's file server calls nearly everything
_UNSAFE = re.compile(r"^/|//|\\|(^|/)\.\.?(/|$)|[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class _OneAddress(FileSource):
    """Only the address asked for: Telegram redirects nobody, and where it led could quote the token."""

    def may_ask(self, url: httpx.URL) -> bool:
        """Whether it is that address."""
        return url == httpx.URL(self.origin)


async def fetch(api: BotApi, media: MediaRef, limit: int) -> bytes:
    """The bytes of a file.

    Raises:
        FileRefused: wrong_type, too_big, wrong_host or gone.
        httpx.TransportError: try again later.
    """
    if media_type(media.mime) not in TYPES:
        raise FileRefused("wrong_type")
    most = min(limit, SIZE_MAX)
    if media.size is not None and media.size > most:
        raise FileRefused("too_big")
    url = api.file_url(quote(await _path(api, media.provider_id)))
    try:
        return await download(api.http, url, source=_OneAddress(origin=url), types=_SERVED, limit=most)
    except httpx.HTTPError as error:
        raise NotNow(type(error).__name__) from None  # whatever its text may quote


async def _path(api: BotApi, file_id: str) -> str:
    end = await api.call("getFile", {"file_id": file_id})
    if isinstance(end, Refused | Unclear):
        raise NotNow(end.detail if isinstance(end, Refused) else "broken off")
    answer = answer_of(end)
    if answer is None or not answer.ok:
        refused = refusal(end, answer)
        raise FileRefused("too_big") if refused.detail == TOO_BIG else file_fault(refused)
    path = answer.result.get("file_path") if isinstance(answer.result, dict) else None
    if not isinstance(path, str):
        raise FileRefused("gone")
    if _UNSAFE.search(path):
        raise FileRefused("wrong_host")
    return path
