"""Hands out people's and officers' files so that nothing in them can run."""

from __future__ import annotations

from starlette.responses import FileResponse

from bot.core.messages import StoredFile
from bot.services.kit import Kit

_PLAYED = ("image/jpeg", "image/png", "image/webp", "audio/", "video/")
"""What a browser may show by itself; everything else is downloaded."""


def file_response(kit: Kit, stored: StoredFile, *, inline: bool) -> FileResponse:
    """A file under its own name, sandboxed.

    Args:
        kit: the use cases' kit.
        stored: the file.
        inline: shown in the page where the browser can play it.
    """
    shown = inline and stored.media.mime.startswith(_PLAYED)
    return FileResponse(
        kit.files.path_of(stored.id),
        media_type=stored.media.mime if shown else "application/octet-stream",
        filename=stored.media.file_name or f"berkas-{stored.id[:8]}",
        content_disposition_type="inline" if shown else "attachment",
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"},
    )
