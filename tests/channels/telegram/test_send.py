"""What goes out: text, keyboards, files and places, always as one bubble."""

from pathlib import Path
from typing import Any

import pytest

from bot.channels.base import Refused, Sent
from bot.core.messages import Attachment, AttachmentKind, OfferedButton, Outgoing
from bot.core.sending import Failure
from tests.channels.engine import OutgoingCase, check_outgoing, outgoing
from tests.channels.provider import Asked
from tests.channels.telegram.rows import BUDI, SECRETS, api, make, ok

LONG = "Jumlah penduduk menurut kecamatan dan jenis kelamin"  # 51 characters
PIN = Attachment(kind=AttachmentKind.LOCATION, latitude=-3.38, longitude=112.54)
CHAT = {"chat_id": "1000000001"}
PLAIN = {"link_preview_options": {"is_disabled": True}}


def row(label: str, message: Outgoing, method: str, **expected: Any) -> OutgoingCase:
    return OutgoingCase(
        label=label,
        outgoing=message,
        address=BUDI,
        answers=(ok({"message_id": 77}),),
        requests=(Asked(method="POST", url=api(method), json={**CHAT, **expected}),),
        result=Sent("77"),
    )


def text(label: str, message: Outgoing, shown: str, *rows: list[str]) -> OutgoingCase:
    """A row on sendMessage; `rows` are the keyboard's titles, whose tokens follow the order."""
    numbers = iter(range(1, 100))
    keys = [[{"text": title, "callback_data": f"token-{next(numbers)}"} for title in titles] for titles in rows]
    markup = {"reply_markup": {"inline_keyboard": keys}} if keys else {}
    return row(label, message, "sendMessage", text=shown, **PLAIN, **markup)


def with_token(token: str) -> Outgoing:
    message = outgoing("Pilih salah satu", "Angka")
    return Outgoing(**{**vars(message), "buttons": (OfferedButton(title="Angka", token=token),)})


def numbered(count: int) -> str:
    return "".join(f"\n{n}. Pilihan {n}" for n in range(1, count + 1))


TEXTS = [
    text("plain, without parse mode: * and _ are no markup", outgoing("IPM *2025* _naik_"), "IPM *2025* _naik_"),
    text("too long: cut at a word, never refused", outgoing("kata " * 1000), "kata " * 818 + "kata…"),
    text("half an emoji cannot be written as UTF-8", outgoing("halo\ud83d kakak"), "halo kakak"),
]

KEYBOARDS = [
    text("one button", outgoing("Lanjut?", "Petugas"), "Lanjut?", ["Petugas"]),
    text(
        "short titles stand side by side",
        outgoing("Apa?", "Angka", "Arti", "Lain"),
        "Apa?",
        ["Angka", "Arti"],
        ["Lain"],
    ),
    text(
        "one long title, and each has a row of its own",
        outgoing("Maksud Anda?", "Angka IPM", "Jumlah penduduk Seruyan"),
        "Maksud Anda?",
        ["Angka IPM"],
        ["Jumlah penduduk Seruyan"],
    ),
    text(
        "titles that would be cut to the same stay apart",
        outgoing("Maksud Anda?", LONG + " 2024", LONG + " 2025"),
        "Maksud Anda?",
        ["Jumlah penduduk menurut kecamatan dan…"],
        ["Jumlah penduduk menurut kecamatan… 2"],
    ),
    text(
        "twelve buttons are a keyboard",
        outgoing("Pilih:", *[f"Pilihan {n}" for n in range(1, 13)]),
        "Pilih:",
        *[[f"Pilihan {n}", f"Pilihan {n + 1}"] for n in range(1, 13, 2)],
    ),
    text(
        "thirteen are written out",
        outgoing("Pilih:", *[f"Pilihan {n}" for n in range(1, 14)]),
        "Pilih:" + numbered(13),
    ),
    text(
        "the text gives way to the choices",
        outgoing("kata " * 1000, *[f"Pilihan {n}" for n in range(1, 14)]),
        "kata " * 782 + "kata…" + numbered(13),
    ),
    row(
        "the longest token that a key carries",
        with_token("t" * 64),
        "sendMessage",
        text="Pilih salah satu",
        reply_markup={"inline_keyboard": [[{"text": "Angka", "callback_data": "t" * 64}]]},
        **PLAIN,
    ),
    text("a longer one would be refused with the whole message", with_token("t" * 65), "Pilih salah satu\n1. Angka"),
    text("the limit is in bytes", with_token("é" * 33), "Pilih salah satu\n1. Angka"),
    text("an empty one too", with_token(""), "Pilih salah satu\n1. Angka"),
]

PLACES = [
    row("a pin alone", outgoing("", attachment=PIN), "sendLocation", latitude=-3.38, longitude=112.54),
    row(
        "with words it is a venue: first line and the rest",
        outgoing("Kantor Contoh\nJl. Contoh No. 1\nKuala Pembuang", attachment=PIN),
        "sendVenue",
        latitude=-3.38,
        longitude=112.54,
        title="Kantor Contoh",
        address="Jl. Contoh No. 1\nKuala Pembuang",
    ),
    row(
        "a venue must have an address, and may have a keyboard",
        outgoing("Kantor Contoh", "Jam buka", attachment=PIN),
        "sendVenue",
        latitude=-3.38,
        longitude=112.54,
        title="Kantor Contoh",
        address="Kantor Contoh",
        reply_markup={"inline_keyboard": [[{"text": "Jam buka", "callback_data": "token-1"}]]},
    ),
]


@pytest.mark.parametrize("case", [*TEXTS, *KEYBOARDS, *PLACES], ids=lambda case: case.label)
def test_send(case: OutgoingCase) -> None:
    """Issue 3, point 2: one reply is one bubble with its buttons, within the limits of Telegram."""
    check_outgoing(make, case, SECRETS)


@pytest.mark.parametrize(
    ("label", "kind", "size", "method", "field"),
    [
        ("document", AttachmentKind.DOCUMENT, 9, "sendDocument", "document"),
        ("image", AttachmentKind.IMAGE, 9, "sendPhoto", "photo"),
        ("Telegram takes photos up to 10 MB", AttachmentKind.IMAGE, 10 * 1024 * 1024 + 1, "sendDocument", "document"),
    ],
)
@pytest.mark.parametrize(
    ("words", "caption"), [("Ini berkasnya", "Ini berkasnya"), ("", ""), ("kata " * 300, "kata " * 203 + "kata…")]
)
def test_file(
    tmp_path: Path, label: str, kind: AttachmentKind, size: int, method: str, field: str, words: str, caption: str
) -> None:
    """A file goes out in one bubble with its text, which is cut to what a caption holds."""
    path = tmp_path / "lampiran-1"
    path.write_bytes(b"x" * size)
    attachment = Attachment(kind=kind, path=path, mime="application/pdf", file_name="tabel 1.pdf")
    markup = '{"inline_keyboard": [[{"text": "Angka", "callback_data": "token-1"}]]}'
    form: dict[str, str | tuple[str, str, bytes]] = {**CHAT, "caption": caption, "reply_markup": markup}
    form[field] = ("tabel 1.pdf", "application/pdf", b"x" * size)
    case = OutgoingCase(
        label=label,
        outgoing=outgoing(words, "Angka", attachment=attachment),
        address=BUDI,
        answers=(ok({"message_id": 78}),),
        requests=(Asked(method="POST", url=api(method), form=form),),
        result=Sent("78"),
    )
    check_outgoing(make, case, SECRETS)


@pytest.mark.parametrize("path", [None, Path("/nowhere/lampiran-1")])
def test_file_that_is_gone(path: Path | None) -> None:
    """Purged or on a disk that is away: nothing is asked of Telegram."""
    attachment = Attachment(kind=AttachmentKind.DOCUMENT, path=path, mime="application/pdf", file_name="tabel.pdf")
    case = OutgoingCase(
        label="gone",
        outgoing=outgoing("Ini berkasnya", attachment=attachment),
        address=BUDI,
        answers=(),
        requests=(),
        result=Refused(Failure.FILE_UNUSABLE, "FileNotFoundError"),
    )
    check_outgoing(make, case, SECRETS)
