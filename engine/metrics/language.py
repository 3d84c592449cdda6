"""How surprised a language model is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def perplexity(scores: Tensor, targets: Tensor, *, ignore_index: int = -100) -> float:
    """e to the mean negative log-probability of the right token.

    Between how many equally likely tokens the model hesitates: the size of the vocabulary for pure
    guessing, 1 for certainty. `scores`: (n, vocabulary, …), before the softmax; `targets`: (n, …).
    Tokens equal to `ignore_index` do not count. Infinite beyond the range of a float.
    """
    try:
        return math.exp(_nats(scores, targets, ignore_index))
    except OverflowError:
        return math.inf


def bits_per_character(scores: Tensor, targets: Tensor, *, ignore_index: int = -100) -> float:
    """Mean negative log₂-probability of the right character.

    The length in bits of the text, for each character, in the best code that the model can write.
    Shapes as in `perplexity`, of which it is the logarithm to the base 2.
    """
    return _nats(scores, targets, ignore_index) / math.log(2)


def _nats(scores: Tensor, targets: Tensor, ignore_index: int) -> float:
    """Mean negative log-probability, to the base e."""
    from engine.losses import CrossEntropy

    return CrossEntropy(ignore_index=ignore_index)(scores.double(), targets).item()
