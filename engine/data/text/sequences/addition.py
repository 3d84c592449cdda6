"""Read a sum, write what it comes to."""

from __future__ import annotations

from engine.data.base import Dataset
from engine.data.splits import generator
from engine.data.text.sequences.base import distinct, translation
from engine.errors import ConfigurationError


def addition(*, n: int = 3000, digits: int = 2, backwards: bool = False, seed: int = 0) -> Dataset:
    """`n` different sums of two numbers of up to `digits` digits: `27+8` → `35`.

    A character a token. Inputs (n, 2 · digits + 1), targets (n, digits + 2), int64; three quarters
    train. `backwards` writes the last digit of the result first, in the order of the carries.
    """
    import torch

    if not 1 <= digits <= 6:
        raise ConfigurationError("digits", digits, "Give a number from 1 to 6.")
    random = generator(seed)

    def draw(count: int) -> list[tuple[int, int]]:
        terms = torch.randint(10**digits, (count, 2), generator=random).tolist()
        return [(a, b) for a, b in terms]

    pairs = []
    for a, b in distinct(n, draw):
        result = str(a + b)
        pairs.append((f"{a}+{b}", result[::-1] if backwards else result))
    return translation("addition", pairs, "0123456789+", longest=(2 * digits + 1, digits + 1))
