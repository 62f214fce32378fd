"""Encodes the training examples on every core while Rasa is still starting."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import yaml

from bot.knowledge.entry import Entry


@contextmanager
def encoding_ahead(entries: Sequence[Entry], environment: Mapping[str, str]) -> Iterator[None]:
    """Fill the cache of embeddings; the training takes what is there and encodes the rest itself.

    Args:
        entries: the knowledge base.
        environment: the variables of the training, with the place of the cache.
    """
    texts = json.dumps([text for entry in entries for text in (*entry.examples, entry.title)] + _dialogue_examples())
    cores = os.cpu_count() or 1
    with ExitStack() as helpers:
        for share in range(cores):
            helpers.enter_context(_helper(share, cores, texts, environment))
        yield


@contextmanager
def _helper(share: int, of: int, texts: str, environment: Mapping[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "bot.components.encode_ahead", str(share), str(of)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True, env=dict(environment)) as process:
        if process.stdin is not None:
            process.stdin.write(texts)
            process.stdin.close()
        try:
            yield
        finally:
            process.terminate()  # all is encoded by now, or the training has failed


def _dialogue_examples() -> list[str]:
    files = sorted(Path("data/nlu").glob("*.yml"))
    blocks = [block for file in files for block in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)["nlu"]]
    return [line.removeprefix("- ").strip() for block in blocks for line in block["examples"].splitlines()]
