"""Encrypted files: what was written comes back, and nothing else is taken for it."""

import io

import pytest

from bot.core.errors import BackupRefused
from bot.store.sealed import CHUNK, MAGIC, SealedReader, SealedWriter

KEY = "lima kata acak yang panjang"


def seal(content: bytes, key: str = KEY) -> bytes:
    """One sealed file."""
    file = io.BytesIO()
    writer = SealedWriter(file, key)
    for start in range(0, len(content), 10_000):
        writer.write(content[start : start + 10_000])
    writer.finish()
    return file.getvalue()


def unseal(sealed: bytes, key: str = KEY) -> bytes:
    """Its content."""
    return io.BufferedReader(SealedReader(io.BytesIO(sealed), key)).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_what_is_sealed_comes_back(size: int) -> None:
    """Every length around the borders of chunks; the same content is never the same file."""
    content = bytes(each % 251 for each in range(size))
    assert unseal(seal(content)) == content
    assert seal(content) != seal(content)


def test_nothing_of_it_can_be_read() -> None:
    """A lost disk tells nothing."""
    assert b"rahasia" not in seal(b"rahasia" * 100)


HEADER = len(MAGIC) + 16 + 7 + 16
LONG = seal(b"x" * (2 * CHUNK + 100))
CHUNK_ENDS = [HEADER + CHUNK + 16, HEADER + 2 * (CHUNK + 16)]


@pytest.mark.parametrize("length", [len(MAGIC) + 3, HEADER, HEADER + 5, *CHUNK_ENDS, len(LONG) - 1])
def test_a_truncated_file_is_refused(length: int) -> None:
    """Also when it was cut exactly between two chunks."""
    with pytest.raises(BackupRefused, match="terpotong atau rusak"):
        unseal(LONG[:length])


@pytest.mark.parametrize("place", [HEADER, HEADER + CHUNK, len(LONG) - 1])
def test_a_damaged_file_is_refused(place: int) -> None:
    """One flipped bit is enough; so are chunks that changed places."""
    damaged = bytearray(LONG)
    damaged[place] ^= 1
    with pytest.raises(BackupRefused, match="rusak"):
        unseal(bytes(damaged))
    first, second = LONG[HEADER : CHUNK_ENDS[0]], LONG[CHUNK_ENDS[0] : CHUNK_ENDS[1]]
    with pytest.raises(BackupRefused, match="rusak"):
        unseal(LONG[:HEADER] + second + first + LONG[CHUNK_ENDS[1] :])


def test_another_key_is_called_another_key() -> None:
    """The most likely mistake has a sentence of its own; a file of another kind too."""
    with pytest.raises(BackupRefused, match="PST_BACKUP_KEY tidak cocok"):
        unseal(seal(b"x"), "kunci lain yang panjang")
    with pytest.raises(BackupRefused, match="bukan cadangan"):
        unseal(b"PK\x03\x04" + b"\0" * 100)
