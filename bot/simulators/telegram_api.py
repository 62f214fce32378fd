"""The Bot API as the service reaches it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulators.base import Accepted, Json, Simulator
from bot.simulators.faults import Fault, FaultPlan, Mischief, Tempo
from bot.simulators.telegram_queue import Conflict, Updates, Webhook
from bot.simulators.telegram_shapes import BotError, buttons_of, check_place, number_of, read_parameters, text_of

TOKEN = "700000001:simulasi_0123456789_0123456789_0123"
SECRET = "rahasia-simulasi"
HOOK = "/webhooks/telegram"

_BOT = {"id": 700000001, "is_bot": True, "first_name": "Simulasi", "username": "simulasi_bot"}
_KINDS = {
    "sendMessage": "text", "sendDocument": "document", "sendPhoto": "photo", "sendLocation": "location",
    "sendVenue": "venue",
}  # fmt: skip
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_POLL_S, _POLL_LIMIT, _ALERT = 50, 100, 200


class TelegramApi(Simulator):
    """One bot; with a `target` its webhook is set from the start, as if the service had called `setWebhook`.

    Attributes:
        token: what the service must present in the address.
        chats: people and groups that have written to the bot, by id; nobody else can be written to.
        blocked: people who blocked the bot.
        files: by file id: bytes and name.
        presses: pressed buttons by callback query id: whether the bot has answered.
        actions: chats that were shown "typing …".
    """

    def __init__(
        self, target: str | None = None, *, token: str = TOKEN, secret: str = SECRET,
        faults: FaultPlan | None = None, mischief: Mischief | None = None, tempo: Tempo | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(faults, now)
        self.token = token
        self.chats: dict[str, Json] = {}
        self.blocked: set[str] = set()
        self.files: dict[str, tuple[bytes, str]] = {}
        self.presses: dict[str, bool] = {}
        self.actions: list[str] = []
        self.numbers = count(1)
        hook = Webhook(url=target + HOOK, secret=secret) if target else Webhook()
        self.updates = Updates(hook, self.posts, self.tell, self._called, mischief or Mischief(), tempo or Tempo())
        self._methods: dict[str, Callable[[Json], Awaitable[object]]] = {
            "getMe": self._me, "getUpdates": self._poll, "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook, "getWebhookInfo": self._webhook_info, "getFile": self._get_file,
            "sendChatAction": self._action, "answerCallbackQuery": self._answer_press,
        }  # fmt: skip
        routes = [
            Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]
        self.app = Starlette(routes=routes)

    def keep(self, content: bytes, name: str) -> str:
        """Store a file; gives its id."""
        file_id = f"berkas-{next(self.numbers)}"
        self.files[file_id] = (content, name)
        return file_id

    async def _method(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            if request.path_params["token"] != self.token:
                raise BotError(401, "Unauthorized")
            given = await read_parameters(request)
            if method in _KINDS:
                return await self.through_faults(request, lambda: self._sent(method, given), self._refuse)
            if method not in self._methods:
                raise BotError(404, "Not Found")
            return _success(await self._methods[method](given))
        except BotError as error:
            return error.answer()

    async def _called(self, command: Json) -> None:
        """A method in the answer to a webhook; Telegram tells nobody whether it worked."""
        method = str(command.pop("method"))
        try:
            if method in _KINDS:
                self._send(method, command)
            elif method in self._methods:
                await self._methods[method](command)
        except BotError:
            return

    # -- sending -------------------------------------------------------------------------------------------------------

    def _sent(self, method: str, given: Json) -> Response:
        try:
            return _success(self._send(method, given))
        except BotError as error:
            return error.answer()

    def _send(self, method: str, given: Json) -> Json:
        chat, kind, now = self._chat(given), _KINDS[method], self.now()
        text, buttons = text_of(method, given), buttons_of(given)
        if (
            kind in {"document", "photo"}
            and not isinstance(given.get(kind), tuple)
            and given.get(kind) not in self.files
        ):
            raise BotError(400, f"Bad Request: there is no {kind} in the request")
        if kind in {"location", "venue"}:
            check_place(given)
        number = next(self.numbers)
        recipient = str(chat["id"])
        self.accept(
            Accepted(
                recipient=recipient, text=text, our_id=None, at=now, external_id=str(number), kind=kind, buttons=buttons
            )
        )
        said = {"text": text} if kind == "text" else {"caption": text}
        return {"message_id": number, "date": int(now.timestamp()), "chat": chat, "from": _BOT, **said}

    def _chat(self, given: Json) -> Json:
        chat_id = str(given.get("chat_id", ""))
        if chat_id not in self.chats:
            raise BotError(400, "Bad Request: chat not found")
        if chat_id in self.blocked:
            raise BotError(403, "Forbidden: bot was blocked by the user")
        return self.chats[chat_id]

    def _refuse(self, fault: Fault) -> Response:
        if fault is Fault.HTTP_429:
            pause = self.faults.retry_after_s
            return BotError(429, f"Too Many Requests: retry after {pause}", pause).answer()
        if fault is Fault.TOKEN_EXPIRED:
            return BotError(401, "Unauthorized").answer()
        return Response(status_code=503) if fault is Fault.REFUSED else BotError(500, "Internal Server Error").answer()

    # -- the other methods ---------------------------------------------------------------------------------------------

    async def _me(self, given: Json) -> Json:
        return {**_BOT, "can_join_groups": False, "can_read_all_group_messages": False}

    async def _action(self, given: Json) -> bool:
        self.actions.append(str(self._chat(given)["id"]))
        return True

    async def _answer_press(self, given: Json) -> bool:
        if given.get("callback_query_id") not in self.presses:
            raise BotError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(str(given.get("text", ""))) > _ALERT:
            raise BotError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.presses[given["callback_query_id"]] = True
        return True

    async def _poll(self, given: Json) -> list[Json]:
        limit = min(max(number_of(given, "limit", _POLL_LIMIT), 1), _POLL_LIMIT)
        timeout = min(number_of(given, "timeout", 0), _POLL_S)
        try:
            return await self.updates.poll(number_of(given, "offset", 0), limit, timeout)
        except Conflict as conflict:
            raise BotError(409, str(conflict)) from conflict

    async def _set_webhook(self, given: Json) -> bool:
        url, secret = str(given.get("url", "")), str(given.get("secret_token", ""))
        if secret and not _SECRET.fullmatch(secret):
            raise BotError(400, "Bad Request: secret token contains unallowed characters")
        if url and not url.startswith(("https://", "http://127.0.0.1:")):  # the real one takes https alone
            raise BotError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        await self.updates.set_webhook(
            Webhook(
                url=url, secret=secret, allowed=tuple(given.get("allowed_updates") or ()),
                max_connections=number_of(given, "max_connections", 40),
            )
        )  # fmt: skip
        return True

    async def _delete_webhook(self, given: Json) -> bool:
        return await self._set_webhook({})

    async def _webhook_info(self, given: Json) -> Json:
        hook = self.updates.hook
        info: Json = {"url": hook.url, "pending_update_count": len(self.updates.pending)}
        info |= {"allowed_updates": list(hook.allowed)} if hook.allowed else {}
        failed = {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
        return info | (failed if hook.last_error else {})

    async def _get_file(self, given: Json) -> Json:
        file_id = str(given.get("file_id", ""))
        if file_id not in self.files:
            raise BotError(400, "Bad Request: invalid file_id")
        size = len(self.files[file_id][0])
        return {"file_id": file_id, "file_unique_id": file_id, "file_size": size, "file_path": f"berkas/{file_id}"}

    async def _download(self, request: Request) -> Response:
        file_id = request.path_params["path"].removeprefix("berkas/")
        if request.path_params["token"] != self.token or file_id not in self.files:
            return BotError(404, "Not Found").answer()
        return Response(self.files[file_id][0], media_type="application/octet-stream")


def _success(result: object) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result})
