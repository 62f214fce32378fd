"""One way to change what the office has set: alone, against what is stored now, written down and rung."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.core.desk_settings import DeskSettings, SettingKey
from bot.core.desk_settings_json import settings_as_json, settings_from_json
from bot.core.errors import SettingRefused
from bot.core.service_hours import ServiceHours
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK, OFFICE

Change = Callable[[DeskSettings], DeskSettings]


def change_setting(
    kit: Kit,
    by: str,
    key: SettingKey,
    change: Change,
    *,
    action: str = "service_day.changed",
    subject: str | None = None,
    detail: Mapping[str, str] | None = None,
    check: Callable[[UnitOfWork], None] = lambda uow: None,
) -> None:
    """Change one setting; every process hears it.

    Args:
        kit: the use cases' kit.
        by: id of who does it; may they, the use case has asked.
        key: the setting.
        change: from what is stored now to what shall be.
        action: for the trail.
        subject: for the trail; default: the setting's key.
        detail: for the trail; ids, keys and dates, never words.
        check: looks at the store first.

    Raises:
        SettingRefused: by `change` or `check`, or because the office would never open again.
    """
    now = kit.clock()
    with kit.uow() as uow:
        check(uow)
        settings = change(settings_from_json(uow.office_settings.all(lock=True)))
        _refuse_never_open(kit, settings, now)
        uow.office_settings.save(key.value, settings_as_json(settings)[key.value], at=now, by=by)
        uow.audit.add(at=now, actor_id=by, action=action, subject=subject or key.value, detail=dict(detail or {}))
        uow.wake(OFFICE, DESK)
        uow.commit()


def _refuse_never_open(kit: Kit, settings: DeskSettings, now: datetime) -> None:
    """Every sentence about the next opening needs one."""
    try:
        ServiceHours(settings.applied_to(kit.live.written), kit.hours.holidays).next_opening(now)
    except ValueError as error:
        raise SettingRefused(SettingKey.WEEKLY.value, "kantor tidak pernah buka dalam setahun ini") from error
