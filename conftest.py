"""Fixtures that several test folders share; pytest allows plugins to be named only at the root."""

pytest_plugins = ["tests.small_project.plugin"]
