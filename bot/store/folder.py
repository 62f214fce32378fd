"""The folder of people's and officers' files; a name says nothing about what is inside."""
# ruff: noqa: D102 - the port says what each method does

import os
from pathlib import Path


class FilesOnDisk:
    """Implements `ports.FileFolder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, file_id: str, content: bytes) -> None:
        write_durably(self.path_of(file_id), content)

    def path_of(self, file_id: str) -> Path:
        return self._folder / file_id

    def read(self, file_id: str) -> bytes:
        return self.path_of(file_id).read_bytes()

    def remove(self, file_id: str) -> None:
        self.path_of(file_id).unlink(missing_ok=True)


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that it is there, whole, even after a power failure.

    Raises:
        OSError: the disk is full or may not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
