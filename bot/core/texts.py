"""Every fixed sentence that people see comes from texts.id.yml (stories 23)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.core.errors import ConfigError
from bot.core.yaml_loader import FAST_LOADER

FIELD = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
_KEY = re.compile(r"([a-z_][a-z0-9_/]*):")


@dataclass(frozen=True, kw_only=True)
class Text:
    """One sentence or more.

    Attributes:
        limit: in characters; holds for the template and is tested on filled texts.
        template: the words with their fields.
        group: the file's heading above it.
    """

    limit: int
    template: str
    group: str = ""


@dataclass(frozen=True)
class Texts:
    """The file's texts; `common` fills fields in every text (the office's placeholders)."""

    entries: Mapping[str, Text]
    common: Mapping[str, str]

    def fill(self, key: str, **fields: str) -> str:
        """The text with its fields filled. Values are put in as they are: braces in them mean nothing.

        Raises:
            ConfigError: no such key, or a field without a value.
        """
        if key not in self.entries:
            raise ConfigError(f"texts.id.yml: kunci `{key}` tidak ada.")

        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name in fields:
                return fields[name]
            if name in self.common:
                return self.common[name]
            raise ConfigError(f"texts.id.yml: {key}: isian {{{name}}} tidak dikenal.")

        return FIELD.sub(value, self.entries[key].template)


def load_texts(path: Path, common: Mapping[str, str] | None = None) -> Texts:
    """Read texts.id.yml.

    Args:
        path: the file.
        common: fields every text may use, such as `office.placeholders()`.

    Raises:
        ConfigError: naming file and key, in Indonesian.
    """
    try:
        source = path.read_text(encoding="utf-8")
        raw = yaml.load(source, FAST_LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: tidak dapat dibaca. {error}") from error
    if not isinstance(raw, dict):
        raise ConfigError(f"{path}: harus berisi `kunci: {{batas: 250, teks: ...}}`.")
    groups = _groups(source)
    entries = {str(key): _text(path, str(key), value, groups.get(str(key), "")) for key, value in raw.items()}
    return Texts(entries, dict(common or {}))


def _groups(source: str) -> dict[str, str]:
    """The last heading (`# …` or `# -- …`) above each key."""
    groups, heading = dict[str, str](), ""
    for line in source.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("#- ").rstrip()
        elif key := _KEY.match(line):
            groups[key[1]] = heading
    return groups


def _text(path: Path, key: str, value: object, group: str) -> Text:
    match value:
        case {"batas": int() as limit, "teks": str() as template} if limit > 0 and template.strip():
            if len(template) > limit:
                raise ConfigError(f"{path}: {key}: {len(template)} huruf, melebihi batas {limit}. Pendekkan teksnya.")
            return Text(limit=limit, template=template.strip(), group=group)
    raise ConfigError(f"{path}: {key}: tulis `{{batas: 250, teks: ...}}`.")
