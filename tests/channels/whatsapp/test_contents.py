"""Rows: every type of message that people can send (platforms 1.4)."""

import pytest

from bot.core.messages import Kind, MediaRef
from tests.channels.engine import IncomingCase, check_incoming
from tests.channels.whatsapp.samples import (
    SECRETS,
    changed,
    file,
    payload,
    said,
    whatsapp,
)

LONG_TOKEN = "t" * 257

PLACE = {"latitude": -6.25, "longitude": 106.5}


def pressed(kind: str, token: str, title: str) -> dict[str, object]:
    return {"type": kind, kind: {"id": token, "title": title}}


BUTTONS = [
    IncomingCase(
        label="a reply button: token and title",
        body=payload("button_reply"),
        incoming=(said("Data inflasi", Kind.BUTTON, button="token-1"),),
    ),
    IncomingCase(
        label="a row of a list: token and title, the description is ours",
        body=payload("list_reply"),
        incoming=(said("Data kemiskinan", Kind.BUTTON, button="token-2"),),
    ),
    IncomingCase(
        label="a button of a template: its payload is the token",
        body=payload("quick_reply"),
        incoming=(said("Lanjutkan", Kind.BUTTON, button="lanjut"),),
    ),
    IncomingCase(
        label="a form is shown as something that we cannot show; its answers are not read",
        body=payload("form_reply"),
        incoming=(said("", Kind.OTHER),),
    ),
    IncomingCase(
        label="a call permission is a kind of interactive that we never ask for",
        body=changed("button_reply", interactive={"type": "call_permission_reply"}),
        incoming=(said("", Kind.OTHER),),
    ),
    IncomingCase(
        label="a button without an id is what its title says",
        body=changed("button_reply", interactive=pressed("button_reply", "", "Data inflasi")),
        incoming=(said("Data inflasi"),),
    ),
    IncomingCase(
        label="an id longer than the platform allows is no token of ours",
        body=changed("button_reply", interactive=pressed("button_reply", LONG_TOKEN, "Data inflasi")),
        incoming=(said("Data inflasi"),),
    ),
    IncomingCase(
        label="a forged id with a NUL would stop PostgreSQL",
        body=changed("button_reply", interactive=pressed("button_reply", "token\x00", "Data inflasi")),
        incoming=(said("Data inflasi"),),
    ),
    IncomingCase(
        label="a button with neither id nor title is still a person's message",
        body=changed("button_reply", interactive={"type": "button_reply"}),
        incoming=(said("", Kind.OTHER),),
    ),
    IncomingCase(
        label="a token without a title is kept: the service knows the title",
        body=changed("quick_reply", button={"payload": "lanjut"}),
        incoming=(said("", Kind.BUTTON, button="lanjut"),),
    ),
]

FILES = [
    IncomingCase(
        label="an image with its caption; the checksum comes in Base64",
        body=payload("image"),
        incoming=(said("Ini tabelnya", Kind.IMAGE, media=file("3000001", "image/jpeg")),),
    ),
    IncomingCase(
        label="a video without a caption",
        body=payload("video"),
        incoming=(said("", Kind.VIDEO, media=file("3000002", "video/mp4")),),
    ),
    IncomingCase(
        label="a document with its name",
        body=payload("document"),
        incoming=(said("Surat permohonan", Kind.DOCUMENT, media=file("3000003", "application/pdf", "surat.pdf")),),
    ),
    IncomingCase(
        label="an audio file is not a voice message",
        body=payload("audio"),
        incoming=(said("", Kind.AUDIO, media=file("3000004", "audio/mpeg")),),
    ),
    IncomingCase(
        label="audio with voice: true was spoken",
        body=payload("voice"),
        incoming=(said("", Kind.VOICE, media=file("3000005", "audio/ogg; codecs=opus")),),
    ),
    IncomingCase(
        label="the type `voice` was spoken as well",
        body=payload("voice_type"),
        incoming=(said("", Kind.VOICE, media=file("3000006", "audio/ogg; codecs=opus")),),
    ),
    IncomingCase(
        label="a sticker",
        body=payload("sticker"),
        incoming=(said("", Kind.STICKER, media=file("3000007", "image/webp")),),
    ),
    IncomingCase(
        label="a file without an id cannot be fetched, but was sent",
        body=changed("image", image={"mime_type": "image/jpeg", "caption": "Ini tabelnya"}),
        incoming=(said("Ini tabelnya", Kind.IMAGE),),
    ),
    IncomingCase(
        label="an id that cannot be stored is none",
        body=changed("image", image={"id": "3000\x00001", "mime_type": "image/jpeg"}),
        incoming=(said("", Kind.IMAGE),),
    ),
    IncomingCase(
        label="control characters in a file's name are hostile",
        body=changed(
            "document", document={"id": "3000003", "mime_type": "application/pdf", "filename": "a\x00\x1b.pdf"}
        ),
        incoming=(
            said(
                "",
                Kind.DOCUMENT,
                media=MediaRef(provider_id="3000003", mime="application/pdf", file_name="a.pdf"),
            ),
        ),
    ),
    IncomingCase(
        label="an image part of the wrong shape",
        body=changed("image", image="3000001"),
        incoming=(said("", Kind.IMAGE),),
    ),
]

OTHERS = [
    IncomingCase(label="plain text", body=payload("text"), incoming=(said("Berapa inflasi bulan lalu?"),)),
    IncomingCase(label="blank text was sent, too", body=changed("text", text={"body": "  "}), incoming=(said("  "),)),
    IncomingCase(
        label="text that only looks like a command stays as it is",
        body=changed("text", text={"body": "/restart sekarang"}),
        incoming=(said("/restart sekarang"),),
    ),
    IncomingCase(
        label="text without its body is a message that we cannot show",
        body=changed("text", text={}),
        incoming=(said("", Kind.OTHER),),
    ),
    IncomingCase(
        label="text whose body is not a string",
        body=changed("text", text={"body": 7}),
        incoming=(said("", Kind.OTHER),),
    ),
    IncomingCase(
        label="a location with all it may have; its link is not shown",
        body=payload("location"),
        incoming=(said("Lokasi: Balai Desa, Jalan Contoh 1 (-6.25, 106.5)", Kind.LOCATION),),
    ),
    IncomingCase(
        label="a location that is only a point",
        body=changed("location", location=PLACE),
        incoming=(said("Lokasi: (-6.25, 106.5)", Kind.LOCATION),),
    ),
    IncomingCase(
        label="a location without a point",
        body=changed("location", location={"name": "Balai Desa", "latitude": "x"}),
        incoming=(said("Lokasi: Balai Desa", Kind.LOCATION),),
    ),
    IncomingCase(
        label="a place that is not on earth has no point",
        body=changed("location", location={**PLACE, "latitude": 10**400}),
        incoming=(said("Lokasi:", Kind.LOCATION),),
    ),
    IncomingCase(
        label="contact cards: names only, for the numbers are other people's",
        body=payload("contacts"),
        incoming=(said("Kontak: Budi Contoh, Ani", Kind.CONTACT),),
    ),
    IncomingCase(
        label="contact cards of the wrong shape",
        body=changed("contacts", contacts=[7, {"name": 7}]),
        incoming=(said("Kontak:", Kind.CONTACT),),
    ),
    IncomingCase(label="a reaction is its emoji", body=payload("reaction"), incoming=(said("👍", Kind.REACTION),)),
    IncomingCase(
        label="a reaction that is taken back has no emoji",
        body=changed("reaction", reaction={"message_id": "wamid.KAMI"}),
        incoming=(said("", Kind.REACTION),),
    ),
    IncomingCase(
        label="edited words are a new message, known by the old one and the time",
        body=payload("edit"),
        incoming=(said("Maksud saya tahun 2025", external_id="wamid.LAMA:edit:1795402800"),),
    ),
    IncomingCase(
        label="an edited caption counts as words",
        body=payload("edit_caption"),
        incoming=(said("Tabel yang benar", external_id="wamid.LAMA:edit:1795402800"),),
    ),
    IncomingCase(
        label="an edit that does not say of what keeps its own id",
        body=changed("edit", edit={"message": {"type": "text", "text": {"body": "Baru"}}}),
        incoming=(said("Baru"),),
    ),
    IncomingCase(
        label="an edit without words",
        body=changed("edit", edit={"original_message_id": "wamid.LAMA"}),
        incoming=(said("", Kind.OTHER),),
    ),
    IncomingCase(
        label="what the platform itself cannot show", body=payload("unsupported"), incoming=(said("", Kind.OTHER),)
    ),
    IncomingCase(label="a type that we do not know", body=payload("order"), incoming=(said("", Kind.OTHER),)),
    IncomingCase(label="no type at all", body=changed("text", type=None), incoming=(said("", Kind.OTHER),)),
    IncomingCase(
        label="a type that is not a string", body=changed("text", type=["text"]), incoming=(said("", Kind.OTHER),)
    ),
    IncomingCase(
        label="a changed number is the platform's message, not a person's", body=payload("system"), ignored=("system",)
    ),
    IncomingCase(label="a message taken back asks nothing", body=payload("revoke"), ignored=("revoke",)),
]


@pytest.mark.parametrize("case", [*BUTTONS, *FILES, *OTHERS], ids=lambda case: case.label)
def test_messages(case: IncomingCase) -> None:
    """Each type becomes what officers and the assistant can use."""
    check_incoming(whatsapp(), case, SECRETS)
