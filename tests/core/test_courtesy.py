"""Thanks that ask for nothing (stories 16)."""

import pytest

from bot.core.courtesy import is_courtesy


@pytest.mark.parametrize(
    "text",
    [
        "terima kasih", "Terimakasih banyak ya kak", "makasih min 🙏", "ok, makasih infonya",
        "siap pak terima kasih atas bantuannya",
        "👍", "oke", "Baik.", "mksh", "matur nuwun", "tarima kasih",
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
    ],
)
def test_more_than_thanks(text: str) -> None:
    """service_rules 6.11: whatever asks for more opens the consultation again."""
    assert not is_courtesy(text)
