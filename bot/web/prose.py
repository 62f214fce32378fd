"""The office's own pages: a few marks of Markdown become HTML, everything else stays text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bot.core.errors import ConfigError

_FIELD = re.compile(r"\{\{([a-z_.]+)\}\}")
_STRONG = re.compile(r"\*([^*\n]+)\*")
_BLOCKS = (("h1", re.compile(r"# (.+)")), ("h2", re.compile(r"## (.+)")), ("ul", re.compile(r"- (.+)")))
_NUMBERED = re.compile(r"\d+\. (.+)")


@dataclass(frozen=True, kw_only=True)
class Prose:
    """A text with `{{fields}}`; its marks are `#`, `##`, `- `, `1. ` and `*word*`."""

    text: str

    @classmethod
    def load(cls, path: Path, known: Mapping[str, str]) -> Prose:
        """Read a file.

        Args:
            path: Markdown.
            known: the fields it may use.

        Raises:
            ConfigError: it cannot be read, or names a field that is not there.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: tidak dapat dibaca. Salin berkas bawaan.") from error
        for name in _FIELD.findall(text):
            if name not in known:
                raise ConfigError(f"{path}: isian {{{{{name}}}}} tidak dikenal.")
        return cls(text=text)

    def html(self, fields: Mapping[str, str]) -> str:
        """The page's body; values of fields are text, whatever they hold."""
        blocks = (list(lines) for is_text, lines in groupby(self.text.split("\n"), bool) if is_text)
        return "\n".join(part for lines in blocks for part in _parts(lines, fields))


def _parts(lines: list[str], fields: Mapping[str, str]) -> Iterator[str]:
    for kind, items in groupby(map(_marked, lines), lambda marked: marked[0]):
        words = [_inline(text, fields) for _, text in items]
        if kind in {"ul", "ol"}:
            yield f"<{kind}>{''.join(f'<li>{each}</li>' for each in words)}</{kind}>"
        elif kind == "p":
            yield f"<p>{' '.join(words)}</p>"
        else:
            yield from (f"<{kind}>{each}</{kind}>" for each in words)


def _marked(line: str) -> tuple[str, str]:
    for kind, mark in (*_BLOCKS, ("ol", _NUMBERED)):
        if match := mark.fullmatch(line):
            return kind, match[1]
    return "p", line


def _inline(text: str, fields: Mapping[str, str]) -> str:
    marked = _STRONG.sub(r"<strong>\1</strong>", html.escape(text))
    return _FIELD.sub(lambda match: html.escape(fields[match[1]]), marked)
