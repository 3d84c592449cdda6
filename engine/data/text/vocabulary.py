"""The vocabulary: which number stands for which token."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.errors import at_least

PAD, UNK = 0, 1
PAD_TOKEN, UNK_TOKEN = "<pad>", "<unk>"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Tokens by number. 0 is padding, 1 stands for every token that is not in it."""

    tokens: tuple[str, ...]
    _numbers: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        numbers = {token: number for number, token in enumerate(self.tokens)}
        object.__setattr__(self, "_numbers", numbers)

    @classmethod
    def build(
        cls,
        texts: Iterable[Sequence[str]],
        *,
        min_freq: int = 1,
        size: int | None = None,
    ) -> Vocabulary:
        """From tokenised texts, which must be those of the training split and no other.

        Keeps tokens that occur at least `min_freq` times, the most frequent first (ties in
        alphabetical order), until there are `size` entries, the two special ones included. Raises
        ConfigurationError for a `min_freq` below 1 or a `size` below 2.
        """
        at_least("min_freq", min_freq, 1)
        if size is not None:
            at_least("size", size, 2)
        counts = Counter(token for text in texts for token in text)
        for special in (PAD_TOKEN, UNK_TOKEN):
            counts.pop(special, None)
        kept = sorted(token for token, count in counts.items() if count >= min_freq)
        kept.sort(key=lambda token: -counts[token])
        return cls((PAD_TOKEN, UNK_TOKEN, *kept)[:size])

    def __len__(self) -> int:
        return len(self.tokens)

    def encode(self, text: Iterable[str]) -> list[int]:
        """Numbers of the tokens; 1 for those that are not known."""
        return [self._numbers.get(token, UNK) for token in text]

    def decode(self, numbers: Iterable[int]) -> list[str]:
        """Tokens of the numbers, padding left out."""
        return [self.tokens[number] for number in numbers if number != PAD]
