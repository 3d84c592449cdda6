"""Is the number of ones even or odd? One bit of memory, needed at every step."""

from __future__ import annotations

from itertools import accumulate

from engine.data.base import Dataset
from engine.data.building import drawn_without_test
from engine.data.splits import generator
from engine.data.text.padding import padded
from engine.data.text.sequences.base import check_lengths, distinct, drawn_rows

ZERO, ONE = 1, 2


def parity(
    *,
    n: int = 2000,
    shortest: int = 12,
    longest: int = 12,
    every_place: bool = False,
    seed: int = 0,
) -> Dataset:
    """`n` different rows of bits; inputs (n, longest), int64: 0 padding, 1 a zero, 2 a one.

    Targets (n,): 0 for an even number of ones, 1 for an odd one. With `every_place` targets are
    (n, longest), the parity up to and with each place, in the numbers of the inputs, 0 at padding.
    Three quarters train. A single token decides as much as all the others together.
    """
    import torch

    check_lengths(shortest, longest)
    random = generator(seed)
    bits = distinct(n, lambda count: drawn_rows(count, shortest, longest, (0, 1), random))
    inputs = padded([[ZERO + bit for bit in row] for row in bits], longest)
    tokens = ("<pad>", "0", "1")
    if every_place:
        running = [[ZERO + odd for odd in accumulate(row, int.__xor__)] for row in bits]
        return drawn_without_test("parity", inputs, padded(running, longest), tokens=tokens)
    odd = torch.tensor([sum(row) % 2 for row in bits])
    return drawn_without_test("parity", inputs, odd, tokens=tokens, classes=("even", "odd"))
