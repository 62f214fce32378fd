"""Rows: the form in which a reply goes out (platforms 1.7)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.base import Sent
from bot.channels.whatsapp import sending
from bot.core.conversations import Address
from bot.core.messages import Attachment, AttachmentKind, OfferedButton
from tests.channels.engine import OutgoingCase, check_outgoing, outgoing
from tests.channels.provider import Asked
from tests.channels.whatsapp.samples import MEDIA_URL, MESSAGES_URL, SARI, SCOPED, SECRETS, TOKEN, Json, whatsapp

FILE = Path(__file__).parent / "payloads" / "text.json"
TAKEN = {"messaging_product": "whatsapp", "messages": [{"id": "wamid.BARU"}]}
PDF = Attachment(kind=AttachmentKind.DOCUMENT, path=FILE, mime="application/pdf", file_name="tabel.pdf")
PICTURE = Attachment(kind=AttachmentKind.IMAGE, path=FILE, mime="image/png", file_name="grafik.png")
PLACE = Attachment(kind=AttachmentKind.LOCATION, latitude=-6.25, longitude=106.5)

QUESTION = "Data apa yang Anda cari?"
LONG_TITLE = "Persentase penduduk miskin menurut kecamatan"


def asked(content: Json, address: Address = SARI) -> Asked:
    field = "recipient" if address is SCOPED else "to"
    envelope = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        field: address.value,
        "biz_opaque_callback_data": "outbox-1",
    }
    return Asked(
        method="POST",
        url=MESSAGES_URL,
        json={**envelope, **content},
        headers={"authorization": f"Bearer {TOKEN}", "content-type": "application/json"},
    )


def text(body: str) -> Json:
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def interactive(kind: str, body: str, action: Json) -> Json:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": body}, "action": action}}


def buttons(body: str, *titles: str) -> Json:
    replies = [{"type": "reply", "reply": {"id": f"token-{n}", "title": each}} for n, each in enumerate(titles, 1)]
    return interactive("button", body, {"buttons": replies})


def rows(body: str, *titles: str, **descriptions: str) -> Json:
    """A list; `row_2="…"` is the second row's description."""
    listed = [
        {
            "id": f"token-{n}",
            "title": each,
            **({"description": descriptions[f"row_{n}"]} if f"row_{n}" in descriptions else {}),
        }
        for n, each in enumerate(titles, 1)
    ]
    return interactive("list", body, {"button": "Pilihan", "sections": [{"rows": listed}]})


def case(label: str, body: str, *titles: str, content: Json, address: Address = SARI) -> OutgoingCase:
    return OutgoingCase(
        label=label,
        outgoing=outgoing(body, *titles),
        address=address,
        answers=(httpx.Response(200, json=TAKEN),),
        requests=(asked(content, address),),
        result=Sent("wamid.BARU"),
    )


def file_case(label: str, body: str, attachment: Attachment, part: Json, *titles: str) -> OutgoingCase:
    form: Any = {
        "messaging_product": "whatsapp",
        "type": attachment.mime,
        "file": (attachment.file_name, attachment.mime, FILE.read_bytes()),
    }
    upload = Asked(method="POST", url=MEDIA_URL, form=form, headers={"authorization": f"Bearer {TOKEN}"})
    kind = attachment.kind.value
    return OutgoingCase(
        label=label,
        outgoing=outgoing(body, *titles, attachment=attachment),
        address=SARI,
        answers=(httpx.Response(200, json={"id": "4000001"}), httpx.Response(200, json=TAKEN)),
        requests=(upload, asked({"type": kind, kind: {"id": "4000001", **part}})),
        result=Sent("wamid.BARU"),
    )


def place_case(label: str, body: str, part: Json) -> OutgoingCase:
    place = {"latitude": -6.25, "longitude": 106.5, **part}
    row = case(label, body, content={"type": "location", "location": place})
    return replace(row, outgoing=outgoing(body, attachment=PLACE))


WORDS = "kata " * 1_000
NUMBERED = "\n".join(f"{n}. Nomor {n}" for n in range(1, 12))
ELEVEN = tuple(f"Nomor {n}" for n in range(1, 12))

TEXTS = [
    case("plain text; links show no preview, which would load them", "Halo", content=text("Halo")),
    case("a person without a number gets `recipient`", "Halo", content=text("Halo"), address=SCOPED),
    case("the longest text", "a" * 4096, content=text("a" * 4096)),
    case("a longer text is cut at a word: one bubble a turn", WORDS, content=text(WORDS[:4094] + "…")),
    case("half an emoji is escaped, not a crash", "rusak \ud83d", content=text("rusak \ud83d")),
]

BUTTONS = [
    case("one button", QUESTION, "Inflasi", content=buttons(QUESTION, "Inflasi")),
    case(
        "three buttons are the most", QUESTION, "Satu", "Dua", "Tiga", content=buttons(QUESTION, "Satu", "Dua", "Tiga")
    ),
    case(
        "a long title is cut to 20",
        QUESTION,
        LONG_TITLE,
        content=buttons(QUESTION, "Persentase penduduk…"),
    ),
    case(
        "equal beginnings stay apart, or the platform refuses the message",
        QUESTION,
        LONG_TITLE,
        f"{LONG_TITLE} lagi",
        content=buttons(QUESTION, "Persentase penduduk…", "Persentase pendud… 2"),
    ),
    case("titles have one line", QUESTION, "Dua\nbaris ", content=buttons(QUESTION, "Dua baris")),
    case("a blank title is its number", QUESTION, " ", content=buttons(QUESTION, "1")),
    case("a body must not be empty", "", "Ya", "Tidak", content=buttons("Pilihan", "Ya", "Tidak")),
    case("the longest body beside buttons", "a" * 1024, "Ya", content=buttons("a" * 1024, "Ya")),
]

LISTS = [
    case("a longer body needs a list", "a" * 1025, "Ya", content=rows("a" * 1025, "Ya")),
    case("four are a list", QUESTION, "A", "B", "C", "D", content=rows(QUESTION, "A", "B", "C", "D")),
    case("ten are the longest list", QUESTION, *ELEVEN[:10], content=rows(QUESTION, *ELEVEN[:10])),
    case(
        "a shortened title is told in full below it",
        QUESTION,
        "A",
        LONG_TITLE,
        "C",
        "D",
        content=rows(QUESTION, "A", "Persentase penduduk…", "C", "D", row_2=LONG_TITLE),
    ),
    case(
        "a description has its own limit",
        QUESTION,
        "A",
        "x" * 100,
        "C",
        "D",
        content=rows(QUESTION, "A", "x" * 23 + "…", "C", "D", row_2="x" * 71 + "…"),
    ),
    case("the body of a list is cut", "a" * 4097, "Ya", content=rows("a" * 4095 + "…", "Ya")),
    case(
        "eleven are numbered lines: a typed number chooses", QUESTION, *ELEVEN, content=text(f"{QUESTION}\n{NUMBERED}")
    ),
    case(
        "a long text is cut before its choices are",
        "a" * 5_000,
        *ELEVEN,
        content=text("a" * (4096 - len(NUMBERED) - 2) + f"…\n{NUMBERED}"),
    ),
]

FILES = [
    file_case(
        "a document with caption and name", "Ini tabelnya", PDF, {"caption": "Ini tabelnya", "filename": "tabel.pdf"}
    ),
    file_case("a document without a caption", "", PDF, {"filename": "tabel.pdf"}),
    file_case("an image has no name", "Ini grafiknya", PICTURE, {"caption": "Ini grafiknya"}),
    file_case("a caption is cut", "a" * 1025, PICTURE, {"caption": "a" * 1023 + "…"}),
    file_case(
        "choices beside a file are numbered", "Cocok?", PICTURE, {"caption": "Cocok?\n1. Ya\n2. Tidak"}, "Ya", "Tidak"
    ),
    place_case(
        "a place: the caption is its name and address",
        "Kantor\nJalan Contoh 1\nlantai 2",
        {"name": "Kantor", "address": "Jalan Contoh 1 lantai 2"},
    ),
    place_case("a place without words", "", {"name": "Lokasi"}),
]


@pytest.mark.parametrize("row", [*TEXTS, *BUTTONS, *LISTS, *FILES], ids=lambda row: row.label)
def test_requests(row: OutgoingCase) -> None:
    """One reply is one bubble, in the richest form that it fits, and always carries our own id."""
    check_outgoing(whatsapp, row, SECRETS)


def test_template() -> None:
    """A template has the same envelope: its statuses must come back under our id, too."""
    waiting = replace(outgoing("Balasan sudah siap"), id="outbox-1", template="lanjut")
    assert sending.message(waiting, SCOPED) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "recipient": SCOPED.value,
        "biz_opaque_callback_data": "outbox-1",
        "type": "template",
        "template": {"name": "lanjut", "language": {"code": "id"}},
    }


def test_tokens_are_within_the_platforms_limits() -> None:
    """A row's id may have 200 characters: tokens go out as they are."""
    reply = replace(
        outgoing(QUESTION), buttons=tuple(OfferedButton(title=f"{n}", token="t" * 43 + str(n)) for n in range(4))
    )
    sections = sending.message(reply, SARI)["interactive"]["action"]["sections"]
    assert [row["id"] for row in sections[0]["rows"]] == ["t" * 43 + str(n) for n in range(4)]
