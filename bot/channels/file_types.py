"""Files that people may send, on every channel; a provider's folder adds what only its own apps send."""

_OFFICE = "application/vnd.openxmlformats-officedocument"

IMAGES = frozenset({"image/jpeg", "image/png", "image/webp"})
AUDIO = frozenset({"audio/aac", "audio/mp4", "audio/mpeg", "audio/ogg"})
VIDEO = frozenset({"video/3gpp", "video/mp4"})
DOCUMENTS = frozenset(
    {
        "application/msword",
        "application/pdf",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        f"{_OFFICE}.presentationml.presentation",
        f"{_OFFICE}.spreadsheetml.sheet",
        f"{_OFFICE}.wordprocessingml.document",
        "text/csv",
        "text/plain",
    }
)
