"""Hands out people's and officers' files so that nothing in them can run."""

from __future__ import annotations

from starlette.responses import FileResponse

from bot.core.complaints import Evidence
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
    return _response(kit, stored.id, stored.media.mime if shown else "", stored.media.file_name)


def evidence_response(kit: Kit, evidence: Evidence) -> FileResponse:
    """A file of a complaint, sandboxed in the same way."""
    shown = evidence.mime.startswith(_PLAYED)
    return _response(kit, evidence.id, evidence.mime if shown else "", evidence.file_name)


def _response(kit: Kit, file_id: str, shown_as: str, name: str) -> FileResponse:
    return FileResponse(
        kit.files.path_of(file_id),
        media_type=shown_as or "application/octet-stream",
        filename=name or f"berkas-{file_id[:8]}",
        content_disposition_type="inline" if shown_as else "attachment",
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"},
    )
