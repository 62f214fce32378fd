"""Duty notices: links of officers, one-time codes, what has been told."""
# ruff: noqa: D102 - the ports say what each method does

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Column, Connection, Date, ForeignKey, Integer, String, Table, delete, func, or_, select

from bot.core.duty import DutyLink, DutyStep, LinkCode
from bot.store.tables import UtcDateTime, metadata

duty_link = Table(
    "duty_link",
    metadata,
    Column("user_id", String(64), ForeignKey("user.id"), primary_key=True),
    Column("conversation_id", String(64), ForeignKey("conversation.id"), nullable=False, unique=True),
    Column("linked_at", UtcDateTime, nullable=False),
)

duty_code = Table(
    "duty_code",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("user_id", String(64), ForeignKey("user.id"), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

duty_notice = Table(
    "duty_notice",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
)


class SqlDuty:
    """Implements `duty_ports.Duty`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_code(self, code: LinkCode) -> None:
        self._connection.execute(delete(duty_code).where(duty_code.c.user_id == code.user_id))
        self._connection.execute(duty_code.insert().values(**asdict(code)))

    def take_code(self, code_hash: str, now: datetime) -> LinkCode | None:
        taken = delete(duty_code).where(duty_code.c.code_hash == code_hash).returning(duty_code)
        row = self._connection.execute(taken).mappings().first()
        code = None if row is None else LinkCode(**row)
        return code if code is not None and code.expires_at > now else None

    def link(self, link: DutyLink) -> None:
        c = duty_link.c
        same = or_(c.user_id == link.user_id, c.conversation_id == link.conversation_id)
        self._connection.execute(delete(duty_link).where(same))
        self._connection.execute(duty_link.insert().values(**asdict(link)))

    def unlink(self, user_id: str) -> None:
        self._connection.execute(delete(duty_link).where(duty_link.c.user_id == user_id))

    def links(self) -> list[DutyLink]:
        return [DutyLink(**row) for row in self._connection.execute(select(duty_link)).mappings()]

    def told(self, subject: str, day: date) -> DutyStep | None:
        c = duty_notice.c
        step = self._connection.execute(
            select(func.max(c.step)).where(c.subject == subject, c.day == day)
        ).scalar_one_or_none()
        return None if step is None else DutyStep(step)

    def told_under(self, prefix: str, day: date) -> set[str]:
        c = duty_notice.c
        begin_so = select(c.subject).where(c.subject.startswith(prefix, autoescape=True), c.day == day)
        return set(self._connection.execute(begin_so).scalars())

    def tell(self, subject: str, day: date, step: DutyStep, at: datetime) -> None:
        self._connection.execute(duty_notice.insert().values(subject=subject, day=day, step=int(step), at=at))
