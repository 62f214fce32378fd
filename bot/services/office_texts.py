"""The office's own wording of the fixed sentences: within the file's limits, without training (stories 23)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.accounts import Actor, Role
from bot.core.desk_settings import DeskSettings, SettingKey
from bot.core.text_rules import changed_texts, checked_text
from bot.core.texts import Text, Texts
from bot.services.kit import Kit
from bot.services.setting_changes import change_setting


@dataclass(frozen=True, kw_only=True)
class OfficeText:
    """One sentence as an admin sees it.

    Attributes:
        key: its name in texts.id.yml.
        written: as the file has it.
        own: the office's wording; None = the file's stands.
        in_use: whether the own wording is said; False when it no longer fits the file after an update.
    """

    key: str
    written: Text
    own: str | None
    in_use: bool


@dataclass(frozen=True, kw_only=True)
class OfficeTexts:
    """All of them in the file's order; `texts` is what is said now."""

    rows: tuple[OfficeText, ...]
    texts: Texts


def all_texts(kit: Kit, actor: Actor) -> OfficeTexts:
    """Every fixed sentence.

    Raises:
        PermissionRefused: the actor is no admin.
    """
    actor.require(Role.ADMIN)
    live = kit.live.now()
    rows = (
        OfficeText(
            key=key,
            written=written,
            own=(own := live.settings.texts.get(key)),
            in_use=own is not None and live.texts.entries[key].template == own,
        )
        for key, written in kit.live.written_texts.entries.items()
    )
    return OfficeTexts(rows=tuple(rows), texts=live.texts)


def set_text(kit: Kit, actor: Actor, key: str, template: str | None) -> None:
    """Say a sentence in the office's own words; None = as texts.id.yml has it.

    Raises:
        PermissionRefused: the actor is no admin.
        SettingRefused: `teks`: unknown, empty, too long, or its fields are not the original's.
    """
    actor.require(Role.ADMIN)
    written = replace(kit.live.written_texts, common=kit.texts.common)

    def change(settings: DeskSettings) -> DeskSettings:
        others = {name: own for name, own in settings.texts.items() if name != key}
        return replace(settings, texts=_with(others, changed_texts(written, others), key, template))

    detail = {"state": "file" if template is None else "own"}
    change_setting(kit, actor.id, SettingKey.TEXTS, change, action="text.changed", subject=key, detail=detail)


def _with(others: Mapping[str, str], present: Texts, key: str, template: str | None) -> Mapping[str, str]:
    original = present.entries[key].template if key in present.entries else ""
    words = checked_text(present, key, original if template is None else template)
    return others if words == original else {**others, key: words}
