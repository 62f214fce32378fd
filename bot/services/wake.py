"""The in-process bell: use cases ring a topic after their commit, loops and long polls wait for it."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

INBOX = "inbox"  # a conversation became due
OUTBOX = "outbox"  # a reply waits for a channel
FILES = "files"  # a person's file waits to be fetched
DESK = "desk"  # the officers' queue changed
OFFICE = "office"  # the office's hours or other settings changed


def conversation_topic(conversation_id: str) -> str:
    """Rings when a message appeared in this conversation."""
    return f"c:{conversation_id}"


def desk_topic(conversation_id: str) -> str:
    """Rings when something changed that officers alone see of this conversation: its holder, a note."""
    return f"d:{conversation_id}"


class Bell:
    """One listener; made by `Hub.listening` before looking at the store, so that nothing rings in between unheard."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the listener; callable from any thread."""
        with suppress(RuntimeError):  # its loop is closed: nobody is left to wake
            self._loop.call_soon_threadsafe(self._rung.set)

    async def wait(self, timeout_s: float) -> bool:
        """Wait until rung; False = the time is over. Store reads stay the truth, the bell only saves time."""
        try:
            async with asyncio.timeout(timeout_s):  # wait_for of Python 3.11 loses a cancellation that meets a ring
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class Hub:
    """Topics and who listens to them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bells: dict[str, set[Bell]] = {}
        self._calls: dict[str, list[Callable[[], None]]] = {}

    def call(self, topic: str, listener: Callable[[], None]) -> None:
        """Call `listener` for good whenever the topic is fired, before `fire` returns; it must be quick."""
        with self._lock:
            self._calls.setdefault(topic, []).append(listener)

    def fire(self, topic: str) -> None:
        """Wake all who listen to the topic; callable from any thread."""
        with self._lock:
            bells, calls = list(self._bells.get(topic, ())), list(self._calls.get(topic, ()))
        for listener in calls:
            listener()
        for bell in bells:
            bell.ring()

    @contextmanager
    def listening(self, *topics: str) -> Iterator[Bell]:
        """A bell for the topics, inside a running event loop."""
        bell = Bell()
        with self._lock:
            for topic in topics:
                self._bells.setdefault(topic, set()).add(bell)
        try:
            yield bell
        finally:
            with self._lock:
                for topic in topics:
                    self._bells[topic].discard(bell)
                    if not self._bells[topic]:
                        del self._bells[topic]
