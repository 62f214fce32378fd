"""What people send in private chats, one row a shape of the Bot API."""

from datetime import UTC, datetime

import httpx
import pytest

from bot.core.messages import Incoming, Kind, MediaRef
from tests.channels.engine import IncomingCase, check_incoming
from tests.channels.telegram.rows import BUDI, SECRETS, changed, load, make

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def message(number: int, text: str, kind: Kind = Kind.TEXT, media: MediaRef | None = None) -> tuple[Incoming, ...]:
    external_id = str(800000000 + number)
    return (Incoming(address=BUDI, external_id=external_id, text=text, kind=kind, media=media, sent_at=AT),)


def row(label: str, payload: str, incoming: tuple[Incoming, ...]) -> IncomingCase:
    return IncomingCase(label=label, body=load(payload), incoming=incoming)


TYPED = [
    row("plain text", "text", message(1, "berapa jumlah penduduk seruyan?")),
    row("pressing Mulai greets", "start", message(2, "halo")),
    row("what a link to us carried is not the person's words", "start_with_payload", message(3, "halo")),
    row("other commands stay text: the dialogue knows what to say", "help", message(4, "/help@pst_contoh_bot")),
    row("a forwarded text counts as typed", "forwarded", message(36, "Inflasi Oktober 2026 sebesar sekian")),
    IncomingCase(
        label="/starting is no /start",
        body=changed(text="/starting"),
        incoming=message(1, "/starting"),
    ),
    IncomingCase(
        label="control characters cannot be stored, half an emoji neither; the rest is kept",
        body=changed(text="angka\x00 inflasi\ud83d\r\nterbaru"),
        incoming=message(1, "angka inflasi\nterbaru"),
    ),
    IncomingCase(
        label="longer than Telegram allows: cut, because a refused update comes again for a day",
        body=changed(text="a" * 5000),
        incoming=message(1, "a" * 4096),
    ),
    IncomingCase(
        label="fields of a later Bot API are left alone",
        body=changed(sender_tag="contoh", text="halo kak", reply_to_message={"text": ["aneh"]}),
        incoming=message(1, "halo kak"),
    ),
]

FILES = [
    row(
        "of a photo's sizes the largest counts, wherever it stands",
        "photo",
        message(
            15, "tabel ini benar?", Kind.IMAGE, MediaRef(provider_id="AgACphoto1280", mime="image/jpeg", size=180000)
        ),
    ),
    row(
        "voice note",
        "voice",
        message(16, "", Kind.VOICE, MediaRef(provider_id="AwACvoice01", mime="audio/ogg", size=29000)),
    ),
    row(
        "voice note without type and size: both are optional",
        "voice_bare",
        message(17, "", Kind.VOICE, MediaRef(provider_id="AwACvoice02", mime="audio/ogg")),
    ),
    row(
        "music and recordings",
        "audio",
        message(
            18,
            "",
            Kind.AUDIO,
            MediaRef(provider_id="CQACaudio01", mime="audio/mpeg", file_name="rapat.mp3", size=1900000),
        ),
    ),
    row(
        "video with a caption",
        "video",
        message(
            19,
            "lihat videonya",
            Kind.VIDEO,
            MediaRef(provider_id="BAACvideo01", mime="video/mp4", file_name="kantor.mp4", size=900000),
        ),
    ),
    row(
        "round video",
        "video_note",
        message(20, "", Kind.VIDEO, MediaRef(provider_id="DQACnote01", mime="video/mp4", size=400000)),
    ),
    row(
        "document with a hostile name: kept as it is, shown as text",
        "document",
        message(
            21,
            "surat permohonan",
            Kind.DOCUMENT,
            MediaRef(
                provider_id="BQACdoc0002",
                mime="application/pdf",
                file_name="Surat <b>Permohonan</b>.pdf",
                size=210000,
            ),
        ),
    ),
    row(
        "4 GB are told, not refused: the officer learns that something was sent",
        "document_huge",
        message(
            22,
            "",
            Kind.DOCUMENT,
            MediaRef(provider_id="BQACdoc0003", mime="application/zip", file_name="sensus.zip", size=4200000000),
        ),
    ),
    row(
        "an animation also comes as a document: one message, a video",
        "animation",
        message(
            23,
            "",
            Kind.VIDEO,
            MediaRef(provider_id="CgACanim01", mime="video/mp4", file_name="lucu.mp4", size=88000),
        ),
    ),
    row(
        "sticker",
        "sticker",
        message(24, "👍", Kind.STICKER, MediaRef(provider_id="CAACstick01", mime="image/webp", size=24000)),
    ),
    row(
        "a moving sticker is its emoji: no browser shows the file", "sticker_animated", message(25, "😂", Kind.STICKER)
    ),
]

OTHERS = [
    row("a pin", "location", message(26, "Lokasi: -3.38451, 112.54123", Kind.LOCATION)),
    row(
        "a named place",
        "venue",
        message(27, "Lokasi: Kantor Contoh, Jl. Contoh No. 1 (-3.38451, 112.54123)", Kind.LOCATION),
    ),
    row(
        "a visiting card: the third person's number is not taken", "contact", message(28, "Kontak: Siti", Kind.CONTACT)
    ),
    row("poll", "poll", message(33, "", Kind.OTHER)),
    row("dice", "dice", message(34, "", Kind.OTHER)),
    row("a kind of next year is not dropped silently", "future_kind", message(35, "apa ini?", Kind.OTHER)),
    row("a reaction", "reaction", message(29, "👍", Kind.REACTION)),
    row("a reaction that has no character", "reaction_custom", message(30, "", Kind.REACTION)),
]


@pytest.mark.parametrize("case", [*TYPED, *FILES, *OTHERS], ids=lambda case: case.label)
def test_message(case: IncomingCase) -> None:
    """Stories 16: every kind of message is taken, and said what it is."""
    check_incoming(make(httpx.MockTransport(lambda request: httpx.Response(599))), case, SECRETS)
