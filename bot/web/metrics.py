"""Counts and durations for Prometheus; numbers only, nothing about a person."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

TURN_BUCKETS = (0.02, 0.05, 0.08, 0.12, 0.2, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """The service's figures, in a registry of their own so that two apps in one process do not collide."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.received = Counter("pst_messages_received", "Messages stored", ["channel"], registry=self.registry)
        self.turns = Counter("pst_turns", "Turns by what came of them", ["outcome"], registry=self.registry)
        self.turn_seconds = Histogram(
            "pst_turn_seconds", "From taking a turn to its commit", buckets=TURN_BUCKETS, registry=self.registry
        )
        self.waiting = Gauge("pst_waiting", "People waiting for an officer", registry=self.registry)
        self.spooled = Gauge("pst_webhooks_spooled", "Webhooks kept in files", registry=self.registry)
        self.paused = Gauge("pst_channel_paused", "1 while nothing is sent", ["channel"], registry=self.registry)
        self.held = Gauge("pst_held", "Conversations an officer holds", registry=self.registry)

    def observe(self, outcome: str, seconds: float) -> None:
        """Count a turn; `committed` is an answered one."""
        self.turns.labels(outcome=outcome).inc()
        self.turn_seconds.observe(seconds)

    def page(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self.registry)
