"""Runs the synchronous use cases for the asynchronous loops."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


async def in_thread(threads: Executor, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a use case in a pool of its own: long polls of the web cannot keep the workers waiting for a thread."""
    return await asyncio.get_running_loop().run_in_executor(threads, lambda: work(*args, **kwargs))
