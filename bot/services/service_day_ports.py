"""The port of the settings that an office changes while it runs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol


class OfficeSettings(Protocol):
    """JSON values by key (`core.desk_settings.SettingKey`)."""

    def all(self, *, lock: bool = False) -> Mapping[str, Any]:
        """Every stored value; `lock` keeps other writers out until the end of the unit of work."""

    def save(self, key: str, value: Any, *, at: datetime, by: str) -> None:
        """Store one value and who changed it when."""
