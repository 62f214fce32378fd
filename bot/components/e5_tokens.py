"""The tokenizer of multilingual-e5: the likeliest word pieces, as SentencePiece finds them."""

from __future__ import annotations

import re
from functools import cache

from bot.components.e5_file import Vocabulary

_PREFIX = "query: "
_START = "▁"
_WORDS = re.compile(f"{_START}[^{_START}]*")
_UNKNOWN = 10.0
"""How much less likely than the rarest piece a character is that no piece holds."""


class Tokenizer:
    """Texts to numbers; a word is looked at once only, for no piece reaches into the next word."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Take the tables of the model file."""
        self._vocabulary = vocabulary
        self._longest = max(map(len, vocabulary.pieces))
        self._unknown = min(vocabulary.scores) - _UNKNOWN
        self._word = cache(self._pieces)

    def __call__(self, text: str) -> list[int]:
        """Tokens of a question, with those before and behind it."""
        plain = (_PREFIX + text).translate(self._vocabulary.characters)
        marked = _START + re.sub(" +", _START, plain).removeprefix(_START)
        middle = [token for word in _WORDS.findall(marked) for token in self._word(word)]
        return [self._vocabulary.begin, *middle, self._vocabulary.end]

    def _pieces(self, word: str) -> list[int]:
        """The likeliest way to put the word together (Viterbi)."""
        best = [0.0] + [float("-inf")] * len(word)
        came: list[tuple[int, int]] = [(0, 0)] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, min(start + self._longest, len(word)) + 1):
                token = self._vocabulary.pieces.get(word[start:end])
                if token is None and end > start + 1:
                    continue
                score = best[start] + (self._unknown if token is None else self._vocabulary.scores[token])
                if score > best[end]:
                    best[end], came[end] = score, (start, self._vocabulary.unknown if token is None else token)
        tokens, end = [], len(word)
        while end:
            end, token = came[end]
            tokens.append(token)
        return tokens[::-1]
