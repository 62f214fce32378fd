"""`python -m bot.components.encode_ahead SHARE OF`: encodes a share of the examples while Rasa is still starting.

Gets all examples as a JSON list on its standard input. What it leaves undone, the training does itself.
"""

from __future__ import annotations

import json
import sys

from bot.components import resources
from bot.components.embedding_cache import EmbeddingCache, cache_path
from bot.components.encoders import DEFAULT, ENCODERS
from bot.core.indonesian import Normaliser, load_slang, without_opening


def main() -> None:
    """Normalise as the pipeline does, and fill the cache."""
    share, of = int(sys.argv[1]), int(sys.argv[2])
    normalise = Normaliser(load_slang(resources.SLANG))
    texts = [without_opening(normalise(text)) for text in json.load(sys.stdin)]
    encoder = ENCODERS[DEFAULT]()
    EmbeddingCache(cache_path(), encoder.name, encoder.many).fill(texts, share, of)


if __name__ == "__main__":
    main()
