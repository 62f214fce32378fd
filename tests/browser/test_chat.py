"""A citizen's page in a real browser."""

from dataclasses import replace

from playwright.sync_api import Page, Route, expect

from bot.services.live_office import LiveOffice
from tests.browser.conftest import Server
from tests.fakes import bubble, reply


def bubbles(page: Page, who: str) -> list[str]:
    return page.locator(f"#log .{who} .bubble").all_inner_texts()


def ask(page: Page, text: str) -> None:
    page.get_by_label("Tulis pesan").fill(text)
    page.keyboard.press("Enter")


def test_a_citizen_asks_with_the_keyboard_alone(server: Server, phone: Page) -> None:
    """Keyboard only, on a phone's width: from the first Tab to the answer and a button."""
    phone.goto(server.url)
    phone.keyboard.press("Tab")
    expect(phone.get_by_text("Langsung ke kotak tulis pesan")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.get_by_label("Tulis pesan")).to_be_focused()
    phone.keyboard.type("apa itu inflasi")
    phone.keyboard.press("Enter")
    expect(phone.locator("#log .bot .bubble")).to_contain_text("kenaikan harga")
    expect(phone.get_by_label("Tulis pesan")).to_have_value("")
    phone.get_by_role("button", name="Angka inflasi").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("#log .bot")).to_have_count(2)
    assert bubbles(phone, "user") == ["apa itu inflasi", "Angka inflasi"]
    assert server.rasa.requests[-1]["button"] == {"faq": "data_inflasi"}


def test_a_screen_reader_is_told_of_answers(server: Server, phone: Page) -> None:
    """The conversation is a log that is read politely, each bubble with who speaks."""
    phone.goto(server.url)
    ask(phone, "inflasi")
    expect(phone.get_by_role("log", name="Percakapan")).to_contain_text("Asisten otomatis")
    expect(phone.get_by_role("log", name="Percakapan")).to_have_attribute("aria-live", "polite")


def test_links_are_links_and_markup_is_text(server: Server, phone: Page) -> None:
    """Bare domains of the government become links; what people type stays text."""
    phone.goto(server.url)
    ask(phone, "<img src=x onerror=alert(1)> *bukan tebal*")
    link = phone.get_by_role("link", name="kalteng.bps.go.id")
    expect(link).to_have_attribute("href", "https://kalteng.bps.go.id")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert bubbles(phone, "user") == ["<img src=x onerror=alert(1)> *bukan tebal*"]
    assert phone.locator("#log img").count() == 0


def test_nothing_typed_is_lost_without_a_network(server: Server, phone: Page) -> None:
    """Offline: the page says so, keeps what was sent and what was not, and sends it once when it can."""
    phone.goto(server.url)
    ask(phone, "pertama")
    expect(phone.locator("#log .bot")).to_have_count(1)
    phone.context.set_offline(True)
    ask(phone, "kedua")
    expect(phone.get_by_text("gagal, dicoba lagi")).to_be_visible()
    expect(phone.locator("#status")).to_contain_text("Tidak ada sambungan internet")
    phone.get_by_label("Tulis pesan").fill("belum selesai ditulis")
    phone.context.set_offline(False)
    expect(phone.locator("#log .bot")).to_have_count(2)
    assert bubbles(phone, "user") == ["pertama", "kedua"]
    expect(phone.locator("#pending .msg")).to_have_count(0)
    phone.reload()
    expect(phone.get_by_label("Tulis pesan")).to_have_value("belum selesai ditulis")
    expect(phone.locator("#log .user")).to_have_count(2)


def test_a_receipt_that_got_lost_does_not_send_twice(server: Server, phone: Page) -> None:
    """The service stored it, the answer to the browser was lost: the same key goes again, one message stays."""
    phone.goto(server.url)
    ask(phone, "pertama")
    expect(phone.locator("#log .bot")).to_have_count(1)
    sent: list[str] = []

    def lose_the_first(route: object) -> None:
        request = route.request  # type: ignore[attr-defined]
        sent.append(request.headers["idempotency-key"])
        if len(sent) == 1:
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    phone.route("**/chat/messages", lose_the_first)
    ask(phone, "kedua")
    expect(phone.locator("#log .bot")).to_have_count(2)
    expect(phone.locator("#pending .msg")).to_have_count(0)
    assert bubbles(phone, "user") == ["pertama", "kedua"]
    assert len(set(sent)) == 1


def test_the_page_remembers_and_forgets(server: Server, phone: Page) -> None:
    """The conversation is there after a reload; "Hapus dari perangkat ini" leaves nothing behind."""
    phone.goto(server.url)
    ask(phone, "inflasi")
    expect(phone.locator("#log .bot")).to_have_count(1)
    phone.reload()
    expect(phone.locator("#log .bot")).to_have_count(1)
    phone.get_by_label("Menu").click()
    phone.get_by_role("button", name="Hapus dari perangkat ini").click()
    phone.get_by_role("button", name="Hapus", exact=True).click()
    expect(phone.locator("#log .msg")).to_have_count(0)
    expect(phone.get_by_role("heading", name="Selamat datang")).to_be_visible()
    assert phone.evaluate("localStorage.length") == 0
    phone.reload()
    expect(phone.locator("#log .msg")).to_have_count(0)


def test_a_message_that_is_too_long_stays_in_the_box(server: Server, phone: Page) -> None:
    """Over 10,000 characters: said before sending, nothing cut off."""
    phone.goto(server.url)
    phone.get_by_label("Tulis pesan").fill("a" * 10_002)
    expect(phone.locator("#hint")).to_contain_text("Terlalu panjang 2 huruf")
    expect(phone.get_by_role("button", name="Kirim pesan")).to_be_disabled()
    assert len(phone.get_by_label("Tulis pesan").input_value()) == 10_002


def test_nothing_sticks_out_on_a_small_phone(server: Server, phone: Page) -> None:
    """360 px wide: no sideways scrolling, and fingers find every button (44 px)."""
    phone.goto(server.url)
    ask(phone, "https://contoh.go.id/" + "sangat-panjang-" * 20)
    expect(phone.locator("#log .bot")).to_have_count(1)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    small = (
        "[...document.querySelectorAll('button, summary')].filter(b => b.offsetParent && b.offsetHeight < 44).length"
    )
    assert phone.evaluate(small) == 0


def test_a_closed_chat_has_no_box_but_for_what_is_under_way(server: Server, phone: Page) -> None:
    """Stories 17: the notice stands instead of the box; who waits for an officer goes on writing to the end."""
    phone.goto(server.url)
    ask(phone, "minta petugas")
    expect(phone.locator("#status")).to_contain_text("Menunggu petugas")
    kit = server.kit
    written = replace(kit.live.written, channels=("whatsapp",))
    live = LiveOffice(kit.uow, kit.clock, written, kit.live.written_texts, kit.hours.holidays)
    object.__setattr__(kit, "live", live)

    def as_shut(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('class="page trial"', 'class="page shut"'))

    phone.route(server.url + "/", as_shut)
    phone.reload()
    expect(phone.get_by_label("Tulis pesan")).to_be_visible()
    expect(phone.locator("#notice")).to_be_hidden()
    ask(phone, "masih menunggu")
    expect(phone.locator("#log .user")).to_have_count(2)
    phone.get_by_label("Menu").click()
    phone.get_by_role("button", name="Hapus dari perangkat ini").click()
    phone.get_by_role("button", name="Hapus", exact=True).click()
    expect(phone.get_by_label("Tulis pesan")).to_be_hidden()
    expect(phone.locator("#notice")).to_be_visible()


def test_the_widget_opens_on_another_site(server: Server, desk: Page, other_site: str) -> None:
    """One script tag on the office's site; its style sheet does not reach us, Escape leads back."""
    desk.goto(f"{other_site}?{server.url}/chat/widget.js")
    opener = desk.get_by_role("button", name="Tanya BPS")
    opener.focus()
    desk.keyboard.press("Enter")
    chat = desk.frame_locator("iframe[title='Percakapan dengan asisten BPS']")
    chat.get_by_label("Tulis pesan").fill("inflasi")
    chat.get_by_role("button", name="Kirim pesan").click()
    expect(chat.locator("#log .bot .bubble")).to_contain_text("kenaikan harga")
    chat.get_by_label("Tulis pesan").press("Escape")
    expect(opener).to_be_visible()
    expect(opener).to_be_focused()


def test_the_link_in_the_panel_opens_the_same_conversation(server: Server, desk: Page, other_site: str) -> None:
    """stories 17: the panel on another site has a storage of its own, yet the page shows the answer, then and later."""
    server.rasa.answer = lambda request: reply(bubble(f"tekan lalu simpan {server.url.replace('http:', 'https:')}/"))
    desk.goto(f"{other_site}?{server.url}/chat/widget.js")
    desk.get_by_role("button", name="Tanya BPS").click()
    chat = desk.frame_locator("iframe[title='Percakapan dengan asisten BPS']")
    chat.get_by_label("Tulis pesan").fill("petugas, tolong")
    chat.get_by_role("button", name="Kirim pesan").click()
    stranger = desk.context.new_page()
    stranger.goto(server.url)
    expect(stranger.get_by_role("heading", name="Selamat datang")).to_be_visible()
    with desk.expect_popup() as opened:
        chat.locator("#log a").click()
    page = opened.value
    expect(page.locator("#log .user .bubble")).to_have_text("petugas, tolong")
    assert page.url == f"{server.url}/"
    page.reload()
    expect(page.locator("#log .user .bubble")).to_have_text("petugas, tolong")
    assert desk.evaluate("(own) => window.open(own) !== null", server.url)
    third = desk.context.pages[-1]
    desk.evaluate("window.addEventListener('message', (told) => (window.heard = told.data))")
    expect(third.locator("#log .user .bubble")).to_have_text("petugas, tolong")
    assert desk.evaluate("window.heard") is None
