"""Channels, row by row; failed rows show what differs."""

import pytest

pytest.register_assert_rewrite("tests.channels.engine", "tests.channels.provider", "tests.channels.watch")
