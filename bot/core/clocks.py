"""The two sources of surprise, injected everywhere: time and identity."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Gives the aware UTC time."""

NewId = Callable[[], str]
"""Gives an id or token nobody has seen before."""
