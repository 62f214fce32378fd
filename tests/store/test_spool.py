"""Webhooks kept as files: durable, in their order, none overwritten."""

import stat
from pathlib import Path

import pytest

from bot.store.spool import Spool


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "spool"


def bodies(spool: Spool) -> list[tuple[str, bytes]]:
    return [(channel, body) for channel, body, _ in spool.replay()]


def test_order_and_channel_are_kept(folder: Path) -> None:
    """Issue 3, point 6: replayed on recovery, oldest first, byte for byte."""
    spool = Spool(folder)
    kept = [("whatsapp" if n % 2 else "telegram", bytes([n, 0, 255])) for n in range(12)]
    for channel, body in kept:
        spool.keep(channel, body)
    assert bodies(spool) == kept
    assert bodies(spool) == kept  # looking takes nothing away


def test_a_restart_continues_the_numbering(folder: Path) -> None:
    """What was kept before a crash is neither overwritten nor overtaken."""
    Spool(folder).keep("whatsapp", b"lama")
    restarted = Spool(folder)
    restarted.keep("whatsapp", b"baru")
    assert bodies(restarted) == [("whatsapp", b"lama"), ("whatsapp", b"baru")]


def test_a_half_written_file_is_ignored(folder: Path) -> None:
    """Power failed while writing: the provider got no 200 for it and comes again."""
    spool = Spool(folder)
    spool.keep("whatsapp", b"utuh")
    (folder / "000000000002-whatsapp.new").write_bytes(b'{"setengah')
    assert bodies(Spool(folder)) == [("whatsapp", b"utuh")]
    Spool(folder).keep("whatsapp", b"lagi")
    assert bodies(Spool(folder)) == [("whatsapp", b"utuh"), ("whatsapp", b"lagi")]


def test_removed_ones_are_gone(folder: Path) -> None:
    """The caller removes a file once its content is stored."""
    spool = Spool(folder)
    spool.keep("whatsapp", b"satu")
    spool.keep("whatsapp", b"dua")
    spool.waiting()[0].unlink()
    assert bodies(spool) == [("whatsapp", b"dua")]


def test_set_aside_is_kept_but_waits_no_more(folder: Path) -> None:
    """A poison body harms no other, and an engineer can still look at it."""
    spool = Spool(folder)
    spool.keep("whatsapp", b"racun")
    spool.keep("whatsapp", b"baik")
    spool.set_aside(spool.waiting()[0])
    assert bodies(spool) == [("whatsapp", b"baik")]
    assert [path.read_bytes() for path in folder.iterdir() if path not in spool.waiting()] == [b"racun"]


def test_nothing_set_aside_is_overwritten_after_a_restart(folder: Path) -> None:
    """What people wrote is never deleted silently."""
    for body in (b"racun 1", b"racun 2"):
        spool = Spool(folder)
        spool.keep("whatsapp", body)
        spool.set_aside(spool.waiting()[0])
    assert sorted(path.read_bytes() for path in folder.iterdir()) == [b"racun 1", b"racun 2"]


def test_two_processes_share_the_folder(folder: Path) -> None:
    """Issue 3, Proof: two service processes share the work; what either acknowledged is there."""
    one, two = Spool(folder), Spool(folder)
    one.keep("whatsapp", b"satu")
    two.keep("whatsapp", b"dua")
    assert sorted(body for _, body in bodies(one)) == [b"dua", b"satu"]


def test_only_the_service_may_read_it(folder: Path) -> None:
    """It holds what people wrote: mode 0600 in a folder of 0700."""
    spool = Spool(folder)
    spool.keep("whatsapp", b"pribadi")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(spool.waiting()[0].stat().st_mode) == 0o600


def test_an_unwritable_place_is_told(tmp_path: Path) -> None:
    """Then the provider must be told to come again."""
    (tmp_path / "spool").write_bytes(b"a file where the folder should be")
    with pytest.raises(OSError, match="spool"):
        Spool(tmp_path / "spool").keep("whatsapp", b"x")
