"""Authenticator secrets at rest, sealed with a key that is never in the database (service_rules 12.3)."""
# ruff: noqa: D102 - the port says what each method does

import base64
import binascii
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FILE = "account_key"
"""Name of the key's file in var/; a backup, which is encrypted itself, takes it along."""
_NONCE = 12


class TotpSeal:
    """Implements `account_ports.Seal`: AES-256-GCM over the secret's bytes, bound to the account."""

    def __init__(self, key: str) -> None:
        self._cipher = AESGCM(hashlib.sha256(key.encode()).digest())  # the key is random: nothing to stretch

    def seal(self, secret: str, user_id: str) -> str:
        nonce = os.urandom(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, base64.b32decode(secret), user_id.encode())
        return base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str, user_id: str) -> str | None:
        try:
            content = base64.urlsafe_b64decode(sealed)
            opened = self._cipher.decrypt(content[:_NONCE], content[_NONCE:], user_id.encode())
        except (InvalidTag, ValueError, binascii.Error):  # ValueError: shorter than its own tag
            return None
        return base64.b32encode(opened).decode()
