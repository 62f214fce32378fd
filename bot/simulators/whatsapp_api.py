"""The Cloud API as the service reaches it: sending, files, marking as read, and the number's own page."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.simulators.base import Accepted, Json, Post, Simulator
from bot.simulators.faults import Fault, FaultPlan, Mischief, Tempo
from bot.simulators.whatsapp_hooks import Hooks, Item
from bot.simulators.whatsapp_shapes import PARAMETER_INVALID, TOKEN_INVALID, GraphError, error_answer, read_message
from bot.simulators.whatsapp_shapes import error_object as described

PHONE_ID = "100000000000001"
TOKEN = "token-simulasi"
APP_SECRET = "00112233445566778899aabbccddeeff"
HOOK = "/webhooks/whatsapp"

_PRICING = {"pricing_model": "PMP", "type": "regular", "category": "service", "billable": True}


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A file at the provider."""

    content: bytes
    mime: str
    file_name: str = ""


class WhatsAppApi(Simulator):
    """One phone number of one business.

    Attributes:
        token: what the service must present; change it to let the old one expire.
        media: files by id, those of citizens and those that the service uploaded.
        failing: recipients whose messages are taken, but then fail with this code.
        refusing: recipients whose messages are refused at once, with this code.
        read: ids of citizens' messages that the service marked as read.
    """

    def __init__(
        self, target: str, *, phone_id: str = PHONE_ID, token: str = TOKEN, app_secret: str = APP_SECRET,
        faults: FaultPlan | None = None, mischief: Mischief | None = None, tempo: Tempo | None = None,
        now: Callable[[], datetime] | None = None, statuses: Sequence[str] = ("sent", "delivered", "read"),
        templates: Container[str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(faults, now)
        self.phone_id, self.token, self.statuses, self.templates = phone_id, token, statuses, templates
        self.media: dict[str, Stored] = {}
        self.failing: dict[str, int] = {}
        self.refusing: dict[str, int] = {}
        self.read: list[str] = []
        mischief, tempo = mischief or Mischief(), tempo or Tempo()
        self.hooks = Hooks(target + HOOK, app_secret, phone_id, self._posted, mischief, tempo)
        self.received: set[str] = set()
        self._numbers = count(1)
        self.app = Starlette(routes=self._routes(), exception_handlers={GraphError: _on_error})

    def keep(self, file: Stored) -> str:
        """Store a file; gives its id."""
        media_id = str(200_000_000_000_000 + next(self._numbers))
        self.media[media_id] = file
        return media_id

    def wamid(self, direction: str) -> str:
        """Another message's id."""
        return "wamid." + base64.b64encode(f"simulasi-{direction}-{next(self._numbers):06}".encode()).decode()

    def _posted(self, post: Post) -> None:
        self.posts.append(post)
        self.tell()

    # -- sending -------------------------------------------------------------------------------------------------------

    def _take(self, body: Json) -> Json:
        message = read_message(body, self.media, self.templates)
        if code := self.refusing.get(message.recipient):
            raise GraphError(code)
        sent = Accepted(
            recipient=message.recipient, text=message.text, our_id=message.our_id, at=self.now(),
            external_id=self.wamid("O"), kind=message.kind, buttons=message.buttons,
        )  # fmt: skip
        failure = self.failing.get(sent.recipient)
        if failure is None:
            self.accept(sent)
        for status in self.statuses if failure is None else ("failed",):
            self.hooks.put(Item(field="statuses", value=self._status(sent, status, failure)))
        contact = {"input": sent.recipient, ("user_id" if "." in sent.recipient else "wa_id"): sent.recipient}
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": sent.external_id}]}

    def _status(self, sent: Accepted, status: str, failure: int | None) -> Json:
        word: Json = {"id": sent.external_id, "status": status, "timestamp": str(int(self.now().timestamp()))}
        word["recipient_id"] = sent.recipient
        word |= {"biz_opaque_callback_data": sent.our_id} if sent.our_id else {}
        return word | ({"errors": [described(failure)]} if failure else {"pricing": _PRICING})

    def _refuse(self, fault: Fault) -> Response:
        if fault is Fault.HTTP_429:
            pause = {"Retry-After": str(self.faults.retry_after_s)}
            return error_answer(GraphError(130429, "slow down", 429), pause)
        if fault is Fault.TOKEN_EXPIRED:
            return error_answer(GraphError(TOKEN_INVALID, "token has expired", 401))
        return Response(status_code=503) if fault is Fault.REFUSED else error_answer(GraphError(131000, "", 500))

    def _tried(self, body: Json) -> Response:
        try:
            return JSONResponse(self._take(body))
        except GraphError as error:
            return error_answer(error)

    # -- addresses -----------------------------------------------------------------------------------------------------

    def _routes(self) -> list[Route]:
        return [
            Route("/files/{node}", self._download),
            *(Route(before + "/{node}", self._node) for before in ("", "/v{version}")),
            *(Route(before + "/{node}/messages", self._messages, methods=["POST"]) for before in ("", "/v{version}")),
            *(Route(before + "/{node}/media", self._upload, methods=["POST"]) for before in ("", "/v{version}")),
        ]

    async def _messages(self, request: Request) -> Response:
        self._check(request)
        body = _json(await request.body())
        if "status" not in body:
            return await self.through_faults(request, lambda: self._tried(body), self._refuse)
        if body.get("message_id") not in self.received or body["status"] != "read":
            raise GraphError(PARAMETER_INVALID, "message_id must be one of a received message")
        self.read.append(str(body["message_id"]))
        return JSONResponse({"success": True})

    async def _upload(self, request: Request) -> Response:
        self._check(request)
        async with request.form() as form:
            file = form.get("file")
            if form.get("messaging_product") != "whatsapp" or not isinstance(file, UploadFile):
                raise GraphError(PARAMETER_INVALID, "messaging_product and file are required")
            mime = str(form.get("type") or file.content_type or "")
            stored = Stored(content=await file.read(), mime=mime, file_name=file.filename or "")
        return JSONResponse({"id": self.keep(stored)})

    async def _node(self, request: Request) -> Response:
        self._check(request)
        name = request.path_params["node"]
        if name == self.phone_id:
            hook = {"application": self.hooks.target}
            return JSONResponse({"id": name, "verified_name": "Simulasi", "webhook_configuration": hook})
        file = self._file(name)
        described = {"url": f"{request.base_url}files/{name}", "mime_type": file.mime, "file_size": len(file.content)}
        digest = hashlib.sha256(file.content).hexdigest()
        return JSONResponse({"messaging_product": "whatsapp", "id": name, "sha256": digest, **described})

    async def _download(self, request: Request) -> Response:
        self._check(request)
        file = self._file(request.path_params["node"])
        return Response(file.content, media_type=file.mime)

    def _check(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            raise GraphError(TOKEN_INVALID, "token is not valid", 401)
        if request.path_params["node"] != self.phone_id and request.method == "POST":
            raise GraphError(100, "no such phone number", 400)

    def _file(self, media_id: str) -> Stored:
        if media_id not in self.media:
            raise GraphError(100, "no such object", 404)
        return self.media[media_id]


def _on_error(request: Request, error: Exception) -> Response:
    return error_answer(error) if isinstance(error, GraphError) else Response(status_code=500)


def _json(raw: bytes) -> Json:
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise GraphError(PARAMETER_INVALID, "body must be a JSON object")
    return body
