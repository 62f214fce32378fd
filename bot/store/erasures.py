"""The list of tombstones as a file of JSON lines, here and beside the backups."""
# ruff: noqa: D102 - the port says what each method does

import json
import os
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.core.clocks import Clock
from bot.core.erasure import Tombstone, address_hash
from bot.services.ports import UnitsOfWork

log = structlog.get_logger(__name__)

FILE = "erasures.jsonl"


class ErasuresOnDisk:
    """Implements `erasure_ledger.ErasureLedger`.

    Args:
        path: the list that counts.
        mirror: a copy beside the backups, which may lie on a disk that is not plugged in now.
        units: to read a person's identifiers.
        clock: the present.
    """

    def __init__(self, path: Path, mirror: Path, units: UnitsOfWork, clock: Clock) -> None:
        self._path = path
        self._mirror = mirror
        self._units = units
        self._clock = clock

    def add(self, contact_id: str) -> None:
        with self._units.read() as uow:
            addresses = uow.identifiers.of(contact_id)
        known = self.stones()
        salt = known[0].salt if known else secrets.token_hex(16)
        hashes = frozenset(address_hash(salt, each) for each in addresses)
        self._append([Tombstone(at=self._clock(), contact_id=contact_id, salt=salt, hashes=hashes)])

    def merge(self, stones: Iterable[Tombstone]) -> None:
        known = set(self.stones())
        self._append([each for each in stones if each not in known])

    def stones(self) -> list[Tombstone]:
        return sorted(read_stones(self._path), key=lambda stone: stone.at)

    def copy_beside_backups(self) -> None:
        """Bring the copy beside the backups up to date.

        Raises:
            OSError: that disk cannot be written.
        """
        here = set(read_stones(self._path))
        if missing := here - set(read_stones(self._mirror)):
            _append(self._mirror, sorted(missing, key=lambda stone: stone.at))

    def _append(self, stones: list[Tombstone]) -> None:
        _append(self._path, stones)
        try:
            self.copy_beside_backups()
        except OSError as error:  # the next backup brings it up to date
            log.warning("erasures.mirror_away", reason=error.strerror)


def read_stones(path: Path) -> list[Tombstone]:
    """The tombstones of a file; none where there is no file."""
    if not path.exists():
        return []
    return [stone_from(line) for line in path.read_text(encoding="ascii").splitlines()]


def stone_from(line: str) -> Tombstone:
    """One line of the file."""
    fields = json.loads(line)
    return Tombstone(
        at=datetime.fromisoformat(fields["at"]).astimezone(UTC),
        contact_id=fields["contact"],
        salt=fields["salt"],
        hashes=frozenset(fields["hashes"]),
    )


def _append(path: Path, stones: Iterable[Tombstone]) -> None:
    lines = [
        json.dumps({"at": s.at.isoformat(), "contact": s.contact_id, "salt": s.salt, "hashes": sorted(s.hashes)})
        for s in stones
    ]
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="ascii") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
