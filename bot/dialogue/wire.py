"""The turn protocol as JSON (docs: turn protocol), checked on its way in."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.core.consultations import Category, Need
from bot.core.forms.form import FormKind
from bot.core.messages import clean_text
from bot.core.turns import (
    Command,
    Finish,
    LeaveQueue,
    MarkWrong,
    Reply,
    ReplyButton,
    RequestOfficer,
    StartForm,
    TurnReply,
    TurnRequest,
)

TITLE_MAX = 256


def request_as_json(request: TurnRequest) -> dict[str, Any]:
    """The request's body."""
    return {
        "conversation_id": request.conversation_id,
        "turn_id": request.turn_id,
        "messages": [{"id": message.id, "text": message.text} for message in request.messages],
        "button": request.button,
        "now": request.now.isoformat(),
        "channel": request.channel,
        "mode": request.mode,
        "idle_s": request.idle_s,
        "office": request.office,
        "state": request.state,
    }


def reply_from_json(body: bytes) -> TurnReply:
    """The reply in a response's body.

    Raises:
        pydantic.ValidationError: it is no reply.
    """
    reply = _Reply.model_validate_json(body)
    return TurnReply(
        messages=tuple(each.as_value() for each in reply.messages),
        commands=tuple(each.as_value() for each in reply.commands),
        decision=reply.decision.model_dump(),
        wait_s=reply.wait_s,
        state=reply.state,
        model_id=reply.model_id,
    )


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _FaqMeaning(_Strict):
    model_config = ConfigDict(strict=True, extra="forbid")
    faq: str


class _Entity(_Strict):
    entity: str
    value: str


class _IntentMeaning(_Strict):
    model_config = ConfigDict(strict=True, extra="forbid")
    intent: str
    entities: list[_Entity] = []


class _Button(_Strict):
    title: Annotated[str, Field(min_length=1, max_length=TITLE_MAX)]
    meaning: _FaqMeaning | _IntentMeaning

    def as_value(self) -> ReplyButton:
        return ReplyButton(title=clean_text(self.title), meaning=self.meaning.model_dump())


class _Message(_Strict):
    text: Annotated[str, Field(min_length=1)]
    buttons: list[_Button] = []
    sure: bool

    def as_value(self) -> Reply:
        buttons = tuple(each.as_value() for each in self.buttons)
        return Reply(text=clean_text(self.text), buttons=buttons, sure=self.sure)


class _Need(_Strict):
    indikator: str | None = None
    wilayah: str | None = None
    tahun: str | None = None


class _RequestOfficer(_Strict):
    perintah: Literal["minta_petugas"]
    pertanyaan: str
    kategori: Literal["data", "metadata", "klasifikasi", "layanan"]
    kebutuhan: _Need
    tanpa_formulir: bool = False

    def as_value(self) -> Command:
        need = self.kebutuhan
        return RequestOfficer(
            question=clean_text(self.pertanyaan),
            category=Category(self.kategori),
            need=Need(indicator=_short(need.indikator), region=_short(need.wilayah), year=_short(need.tahun)),
            without_form=self.tanpa_formulir,
        )


class _LeaveQueue(_Strict):
    perintah: Literal["batal_antrean"]

    def as_value(self) -> Command:
        return LeaveQueue()


class _MarkWrong(_Strict):
    perintah: Literal["tandai_salah"]
    faq: Annotated[str, Field(max_length=128)] | None = None

    def as_value(self) -> Command:
        return MarkWrong(self.faq)


class _Finish(_Strict):
    perintah: Literal["selesai"]

    def as_value(self) -> Command:
        return Finish()


class _StartForm(_Strict):
    perintah: Literal["mulai_formulir"]
    formulir: Literal[
        "buku_tamu",
        "pengaduan",
        "penilaian",
        "privasi",
        "data_saya",
        "perbaiki_data",
        "hapus_data",
        "tarik_persetujuan",
    ]

    def as_value(self) -> Command:
        return StartForm(FormKind(self.formulir))


class _Decision(_Strict):
    kind: Literal["answer", "options", "fallback", "other"]
    faq: list[str] = []
    intent: str | None = None
    confidence: float | None = None


class _Reply(_Strict):
    messages: list[_Message]
    commands: list[
        Annotated[_RequestOfficer | _LeaveQueue | _MarkWrong | _Finish | _StartForm, Field(discriminator="perintah")]
    ]
    decision: _Decision
    wait_s: Annotated[float, Field(ge=0, le=30, allow_inf_nan=False)]
    state: dict[str, Any]
    model_id: str


def _short(value: str | None) -> str | None:
    return None if value is None else clean_text(value)[:64]
