"""Ports for the servers that tests start."""

from __future__ import annotations

import os
import socket
from itertools import count

_FIRST, _HOW_MANY = 20_000, 12_000
"""Below those from which the system takes one for every connection: a server may start seconds after it got its own."""
_numbers = count(os.getpid() * 199)
"""Each process of a run begins elsewhere, so that two of them never give the same port to two servers."""


def free_port() -> int:
    """A port that nobody listens on now, and that this process has not given away yet."""
    while True:
        port = _FIRST + next(_numbers) % _HOW_MANY
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
