"""Where a message has `*bold*` words, by the same rule as the chat page (static/chat.js)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BOLD = re.compile(r"(?:(?<=[\s(])|(?<![\s\S]))\*([^*\n]+)\*(?=\Z|[\s).,;:!?])")


def bold_parts(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a text in order, without the marks, each with whether it is bold; they are text, never markup."""
    start = 0
    for hit in _BOLD.finditer(text):
        if hit.start() > start:
            yield text[start : hit.start()], False
        yield hit[1], True
        start = hit.end()
    if start < len(text):
        yield text[start:], False
