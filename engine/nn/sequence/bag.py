"""A bag of words: what is said counts, the order does not."""

from __future__ import annotations

from typing import cast

from torch import Tensor, nn

from engine.errors import at_least


class BagOfWords(nn.Module):
    """The mean of the words' vectors, and a linear layer on it: the baseline of every text model.

    Takes tokens (n, length), int64, 0 is padding, to logits (n, classes). `masked` takes the mean
    over the words only; otherwise padding is a word like any other, and the same words say less
    in a longer tensor. However wide, it is linear in the counts of the words, so that "not good"
    is nothing but "not" and "good".

    Source: Joulin et al., "Bag of Tricks for Efficient Text Classification", 2017.
    """

    def __init__(
        self, vocabulary: int, classes: int, *, width: int = 32, masked: bool = True
    ) -> None:
        """`width` of the vectors."""
        super().__init__()
        at_least("width", width, 1)
        padding = 0 if masked else None
        self.bag = nn.EmbeddingBag(vocabulary, width, mode="mean", padding_idx=padding)
        self.head = nn.Linear(width, classes)

    def forward(self, tokens: Tensor) -> Tensor:
        """(n, length) → (n, classes)."""
        return cast("Tensor", self.head(self.bag(tokens)))
