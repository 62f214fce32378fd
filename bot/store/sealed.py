"""Encrypted files, written and read as a stream.

Layout: magic, salt, nonce prefix, 16 bytes that prove the key; then chunks of 64 KiB, each sealed with AES-256-GCM
under prefix + number + "is this the last one", so that a chunk can neither be changed, moved, nor cut off unseen.
"""

import hashlib
import hmac
import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.core.errors import BackupRefused

MAGIC = b"PSTBAK1\n"
CHUNK = 64 * 1024
_SALT, _PREFIX, _PROOF, _TAG = 16, 7, 16, 16
_MEMORY = 64 * 1024 * 1024  # what scrypt may take; n=2**15 and r=8 take half of it


class SealedWriter(io.RawIOBase):
    """Seals what is written; only `close` after all of it makes a whole file."""

    def __init__(self, file: BinaryIO, key: str) -> None:
        self._file = file
        salt, self._nonce_prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        self._cipher, proof = _keys(key, salt, self._nonce_prefix)
        self._number = 0
        self._kept = bytearray()
        file.write(MAGIC + salt + self._nonce_prefix + proof)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, content: bytes, /) -> int:  # type: ignore[override]
        """Seal whole chunks; the rest waits, because only the last chunk may be short."""
        self._kept += content
        while len(self._kept) > CHUNK:
            self._seal(bytes(self._kept[:CHUNK]), last=False)
            del self._kept[:CHUNK]
        return len(content)

    def finish(self) -> None:
        """Seal the last chunk."""
        self._seal(bytes(self._kept), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._nonce_prefix, self._number, last), chunk, None))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Opens a sealed file as a stream of bytes that were proven before they are given out.

    Raises:
        BackupRefused: it is no backup, the key is another, or it was cut off or damaged; also from `read`.
    """

    def __init__(self, file: BinaryIO, key: str) -> None:
        head = file.read(len(MAGIC) + _SALT + _PREFIX + _PROOF)
        if not head.startswith(MAGIC):
            raise BackupRefused("Berkas ini bukan cadangan PST Bot.")
        if len(head) < len(MAGIC) + _SALT + _PREFIX + _PROOF:
            raise BackupRefused(_DAMAGED)
        salt = head[len(MAGIC) : len(MAGIC) + _SALT]
        self._nonce_prefix = head[len(MAGIC) + _SALT : -_PROOF]
        self._cipher, proof = _keys(key, salt, self._nonce_prefix)
        if not hmac.compare_digest(proof, head[-_PROOF:]):
            raise BackupRefused("PST_BACKUP_KEY tidak cocok dengan cadangan ini. Pakai kunci yang berlaku saat dibuat.")
        self._file = file
        self._next = file.read(CHUNK + _TAG)
        self._number = 0
        self._opened = b""
        self._done = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Give out what was proven; 0 = the end, which is proven too."""
        if not self._opened and not self._done:
            self._open_chunk()
        count = min(len(buffer), len(self._opened))
        buffer[:count] = self._opened[:count]
        self._opened = self._opened[count:]
        return count

    def _open_chunk(self) -> None:
        present, self._next = self._next, self._file.read(CHUNK + _TAG)
        self._done = not self._next
        try:
            self._opened = self._cipher.decrypt(_nonce(self._nonce_prefix, self._number, self._done), present, None)
        except (InvalidTag, ValueError):  # ValueError: shorter than its own tag
            raise BackupRefused(_DAMAGED) from None
        self._number += 1


_DAMAGED = "Cadangan ini terpotong atau rusak. Pakai salinan lain."


def _keys(key: str, salt: bytes, prefix: bytes) -> tuple[AESGCM, bytes]:
    derived = hashlib.scrypt(key.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=_MEMORY, dklen=64)
    return AESGCM(derived[:32]), hmac.digest(derived[32:], MAGIC + salt + prefix, "sha256")[:_PROOF]


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\x01" if last else b"\x00")
