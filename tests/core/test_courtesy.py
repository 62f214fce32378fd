"""Thanks that ask for nothing (stories 16)."""

import pytest

from bot.core.courtesy import is_courtesy


@pytest.mark.parametrize(
    "text",
    [
        "terima kasih", "Terimakasih banyak ya kak", "makasih min 🙏", "ok, makasih infonya",
        "siap pak terima kasih atas bantuannya",
        "👍", "oke", "Baik.", "mksh", "matur nuwun", "tarima kasih", "👍🏻", "🙏🏽🙏🏽", "❤️", "Trimakasih bu",
        "suwun mas", "makasihh bang", "terimakasi kk", "baik bpk, terima kasih",
        "terima kasih banyak atas datanya", "tks infonya", "makasih sudah dibantu kak",
    ],
)  # fmt: skip
def test_only_thanks(text: str) -> None:
    """stories 16: a thanks gets no reply and opens nothing again."""
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "terima kasih, tapi yang 2022?",
        "oke kalau inflasi berapa",
        "makasih, mau tanya lagi",
        "4",
        "petugas",
        "tidak terima kasih",
        "terima kasih tapi datanya salah",
        "makasih, datanya kurang",
        "4 makasih",
        "masih",
        "baik, yang 2022 juga",
        "oke saya tunggu",
    ],
)
def test_more_than_thanks(text: str) -> None:
    """service_rules 6.11: whatever asks for more opens the consultation again."""
    assert not is_courtesy(text)
