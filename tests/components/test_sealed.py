"""Rasa is sealed: it talks to this machine only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.small_project.turns import RunningRasa, pressed

pytestmark = pytest.mark.rasa

_LISTEN = "0A"


def _sockets(pid: int) -> list[tuple[str, str, str]]:
    """Local address, remote address and state of every TCP and UDP socket of a process."""
    inodes = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(descriptor)
        except FileNotFoundError:
            continue
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[9] in inodes:
                found.append((fields[1], fields[2], fields[3]))
    return found


def _is_loopback(address: str) -> bool:
    host = address.partition(":")[0]
    return host == "0100007F" or host in {"0" * 24 + "01000000", "0000000000000000FFFF00000100007F"}


def test_no_socket_beyond_loopback(rasa: RunningRasa) -> None:
    """Design, 'sealed': after turns with and without an action, every socket of Rasa ends on this machine."""
    for text in ("Apa itu inflasi?", "halo", "ipm seruyan 2023"):
        rasa.turn(text)
    rasa.turn("tombol", button=pressed("minta_petugas"))
    sockets = _sockets(rasa.pid)
    listening = [local for local, _, state in sockets if state == _LISTEN]
    assert len(listening) == 1
    assert all(_is_loopback(local) for local, _, _ in sockets)
    assert all(_is_loopback(remote) for _, remote, state in sockets if state != _LISTEN)
