"""Monday, 23 November 2026: who came, by chat and in person. Their numbers cannot exist."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from bot.core.accounts import Actor
from bot.core.consultations import Category, ClosingReason, Need, Subject
from bot.services import desk, desk_queue, presence, visits
from bot.services.desk_queue import QueueRow
from tests.pictures.stage import Stage, wib
from tests.visitors import guest

POOR, PEOPLE, KBLI, IPM = (f"PST-20261123-000{place}" for place in (1, 2, 3, 4))


def row_of(stage: Stage, officer: Actor, number: str) -> QueueRow:
    """Somebody in the queue."""
    return next(row for row in desk_queue.queue(stage.kit, officer) if row.number == number)


def take(stage: Stage, officer: Actor, number: str) -> str:
    """An officer serves; gives the conversation."""
    conversation_id = row_of(stage, officer, number).conversation_id
    desk.take(stage.kit, officer, conversation_id)
    return conversation_id


def becomes(stage: Stage, hour: int, minute: int) -> None:
    """The clock is set; who looks at the desk still does."""
    stage.clock.now = wib(hour, minute)
    for username in ("budi", "siti", "yusuf"):
        presence.beat(stage.kit, stage.actor(username))


def the_morning(stage: Stage, phone: Page) -> None:
    """Four people ask on three channels, one of them on the phone that is photographed."""
    becomes(stage, 9, 26)
    budi = stage.actor("budi")
    phone.goto(stage.server.url)
    ask(phone, "Persentase penduduk miskin Seruyan 2024, kalau ada per kecamatan juga")
    expect(phone.locator("#log .bot .bubble")).to_contain_text(POOR)
    becomes(stage, 9, 28)
    first = take(stage, budi, POOR)
    desk.reply(stage.kit, budi, first, "Selamat pagi. Baik, saya carikan tabelnya.", "k1")
    becomes(stage, 9, 38)
    for number, question, ticket in (
        ("620000000011", "Jumlah penduduk Kecamatan Hanau 2019-2023", PEOPLE),
        ("620000000012", "Kode KBLI untuk warung makan tenda pinggir jalan", KBLI),
    ):
        person = stage.providers.on_whatsapp(number)
        person.says(question)
        person.reads(ticket)
    becomes(stage, 9, 50)
    other = stage.providers.on_telegram("1000000013")
    other.says("Apa beda IPM metode lama dan baru?")
    other.reads(IPM)
    becomes(stage, 9, 58)


def the_answer(stage: Stage) -> str:
    """The person on WhatsApp fills in the guest book and is answered; gives the conversation."""
    budi, hanau = stage.actor("budi"), stage.providers.on_whatsapp("620000000011")
    hanau.says("Rahmat Hidayat, Universitas Contoh, skripsi")
    hanau.reads("Tercatat")
    hanau.says("Setuju")
    hanau.reads("Terima kasih")
    conversation_id = take(stage, budi, PEOPLE)
    desk.reply(stage.kit, budi, conversation_id, "Selamat pagi. Saya siapkan dalam satu berkas.", "k2")
    return conversation_id


def close(stage: Stage, conversation_id: str) -> None:
    """The consultation of the history."""
    budi = stage.actor("budi")
    subject = Subject(
        category=Category.DATA,
        topic="data_penduduk_kecamatan",
        need=Need(indicator="jumlah penduduk", region="Hanau", year="2019-2023"),
    )
    desk.close(stage.kit, budi, conversation_id, ClosingReason.SELESAI, subject)


def the_visitors(stage: Stage) -> None:
    """Three in person: one served, one being served, one waiting."""
    kit, siti, yusuf = stage.kit, stage.actor("siti"), stage.actor("yusuf")
    becomes(stage, 10, 5)
    served = visits.register_visitor(kit, siti, guest(name="Norhayati", need="inflasi Sampit untuk laporan magang"))
    becomes(stage, 10, 7)
    visits.start(kit, siti, served.id)
    becomes(stage, 10, 20)
    visits.end(kit, siti, served.id, Category.DATA, "data_inflasi")
    being = visits.register_visitor(
        kit, siti, guest(name="Ahmad Fauzi", need="peta wilayah kerja statistik Danau Seluluk")
    )
    becomes(stage, 10, 24)
    visits.start(kit, yusuf, being.id)
    becomes(stage, 10, 28)
    visits.register_visitor(kit, siti, guest())
    becomes(stage, 10, 33)


def ask(page: Page, text: str) -> None:
    """Type on the chat page and send."""
    page.get_by_label("Tulis pesan").fill(text)
    page.keyboard.press("Enter")
