"""Units of work over SQLAlchemy; use cases know them as `services.ports.UnitOfWork`."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, text

from bot.services import account_ports, desk_ports, form_ports, ports, report_ports, service_day_ports, visit_ports
from bot.services.duty_ports import Duty
from bot.store.accounts import SqlLoginAttempts, SqlSessions, SqlUsers, SqlWebSessions
from bot.store.audit import SqlAudit
from bot.store.complaints import SqlComplaints
from bot.store.console_rows import SqlCannedReplies, SqlNotes
from bot.store.consultations import SqlAnswerMarks, SqlConsultations
from bot.store.conversations import SqlConversations
from bot.store.desk_lists import SqlDeskLists
from bot.store.desk_rows import SqlBotSessions, SqlPresences
from bot.store.duty import SqlDuty
from bot.store.files import SqlChannelStates, SqlFiles
from bot.store.forms import SqlForms, SqlGuestBooks, SqlPrivateMessages
from bot.store.identifiers import SqlIdentifiers
from bot.store.inbox import SqlButtons, SqlInbox
from bot.store.incidents import SqlIncidents
from bot.store.messages import SqlMessages
from bot.store.office_settings import SqlOfficeSettings
from bot.store.outbox import SqlOutbox
from bot.store.people import SqlPeople
from bot.store.portal import SqlPortalCases
from bot.store.privacy import SqlPrivacyRequests
from bot.store.ratings import SqlRatings, SqlSurveys
from bot.store.report_facts import SqlReportFacts
from bot.store.report_rows import SqlConfirmations, SqlReportLocks
from bot.store.second_factor import SqlRecoveryCodes, SqlTrustedDevices
from bot.store.visits import SqlVisits

NOTIFY_CHANNEL = "pst"
_NOTIFY = text("SELECT pg_notify(:channel, :topic)")


class SqlUnits:
    """Makes units of work for one engine."""

    def __init__(self, engine: Engine, wake: ports.Wake) -> None:
        self._engine = engine
        self._wake = wake
        # SQLite has one writer; queueing here is fair and instant, its own busy handler sleeps in growing steps.
        self._writer = threading.Lock() if engine.dialect.name == "sqlite" else None

    def __call__(self, *, durable: bool = True) -> ports.UnitOfWork:
        """To write."""
        return SqlUnit(self._engine, self._wake, self._writer, _begin_write(self._engine, durable), durable)

    def read(self) -> ports.UnitOfWork:
        """To read only."""
        return SqlUnit(self._engine, self._wake, None, ("BEGIN",) if self._writer else (), durable=True)


def _begin_write(engine: Engine, durable: bool) -> tuple[str, ...]:
    if engine.dialect.name == "sqlite":
        return ("BEGIN IMMEDIATE",) if durable else ("PRAGMA synchronous=NORMAL", "BEGIN IMMEDIATE")
    return () if durable else ("SET LOCAL synchronous_commit=off",)


class SqlUnit:
    """One transaction on one connection."""

    def __init__(
        self, engine: Engine, wake: ports.Wake, writer: threading.Lock | None, begin: tuple[str, ...], durable: bool
    ) -> None:
        self._engine = engine
        self._wake = wake
        self._writer = writer
        self._begin = begin
        self._durable = durable
        self._topics: dict[str, None] = {}

    def __enter__(self) -> Self:
        if self._writer is not None:
            self._writer.acquire()
        try:
            self._connection = self._engine.connect()
            for statement in self._begin:
                self._connection.exec_driver_sql(statement)
        except BaseException:
            self._free()
            raise
        self._open_repositories(self._connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._roll_back()
        finally:
            self._free()

    def wake(self, *topics: str) -> None:
        """Ring these topics after the commit."""
        self._topics.update(dict.fromkeys(topics))

    def commit(self) -> None:
        """Make it permanent, then ring."""
        self._audit.write()
        if self._connection.dialect.name == "postgresql":
            for topic in self._topics:
                self._connection.execute(_NOTIFY, {"channel": NOTIFY_CHANNEL, "topic": topic})
        self._connection.commit()
        for topic in self._topics:
            self._wake.fire(topic)
        self._topics.clear()

    def _open_repositories(self, connection: Connection) -> None:
        self.conversations: ports.Conversations = SqlConversations(connection)
        self.inbox: ports.Inbox = SqlInbox(connection)
        self.outbox: ports.Outbox = SqlOutbox(connection)
        self.messages: ports.Messages = SqlMessages(connection)
        self.buttons: ports.Buttons = SqlButtons(connection)
        self.files: ports.Files = SqlFiles(connection)
        self.channel_states: ports.ChannelStates = SqlChannelStates(connection)
        self.consultations: ports.Consultations = SqlConsultations(connection)
        self.bot_sessions: ports.BotSessions = SqlBotSessions(connection)
        self.presences: ports.Presences = SqlPresences(connection)
        self.duty: Duty = SqlDuty(connection)
        self.answer_marks: ports.AnswerMarks = SqlAnswerMarks(connection)
        self.notes: desk_ports.Notes = SqlNotes(connection)
        self.canned_replies: desk_ports.CannedReplies = SqlCannedReplies(connection)
        self.desk_lists: desk_ports.DeskLists = SqlDeskLists(connection)
        self.identifiers: ports.Identifiers = SqlIdentifiers(connection)
        self.visits: visit_ports.Visits = SqlVisits(connection)
        self.portal_cases: visit_ports.PortalCases = SqlPortalCases(connection)
        self.forms: form_ports.Forms = SqlForms(connection)
        self.private_messages: form_ports.PrivateMessages = SqlPrivateMessages(connection)
        self.guest_books: form_ports.GuestBooks = SqlGuestBooks(connection)
        self.complaints: form_ports.Complaints = SqlComplaints(connection)
        self.ratings: form_ports.Ratings = SqlRatings(connection)
        self.surveys: form_ports.Surveys = SqlSurveys(connection)
        self.privacy_requests: form_ports.PrivacyRequests = SqlPrivacyRequests(connection)
        self.people: form_ports.People = SqlPeople(connection)
        self.incidents: form_ports.Incidents = SqlIncidents(connection)
        self.users: account_ports.Users = SqlUsers(connection)
        self.sessions: account_ports.Sessions = SqlSessions(connection)
        self.trusted_devices: account_ports.TrustedDevices = SqlTrustedDevices(connection)
        self.recovery_codes: account_ports.RecoveryCodes = SqlRecoveryCodes(connection)
        self.login_attempts: account_ports.LoginAttempts = SqlLoginAttempts(connection)
        self.web_sessions: account_ports.WebSessions = SqlWebSessions(connection)
        self.facts: report_ports.ReportFacts = SqlReportFacts(connection)
        self.report_locks: report_ports.ReportLocks = SqlReportLocks(connection)
        self.confirmations: report_ports.Confirmations = SqlConfirmations(connection)
        self.office_settings: service_day_ports.OfficeSettings = SqlOfficeSettings(connection)
        self._audit = SqlAudit(connection)
        self.audit: account_ports.AuditTrail = self._audit

    def _roll_back(self) -> None:
        self._connection.rollback()
        if not self._durable and self._connection.dialect.name == "sqlite":
            self._connection.exec_driver_sql("PRAGMA synchronous=FULL")  # the pool keeps this connection

    def _free(self) -> None:
        connection = self.__dict__.pop("_connection", None)
        try:
            if connection is not None:
                connection.close()
        finally:
            if self._writer is not None:
                self._writer.release()
