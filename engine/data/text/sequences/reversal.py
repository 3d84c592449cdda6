"""Read a word, write it backwards."""

from __future__ import annotations

from string import ascii_lowercase

from engine.data.base import Dataset
from engine.data.splits import generator
from engine.data.text.sequences.base import (
    check_lengths,
    check_symbols,
    distinct,
    drawn_rows,
    translation,
)


def reversal(
    *, n: int = 2000, shortest: int = 3, longest: int = 8, symbols: int = 10, seed: int = 0
) -> Dataset:
    """`n` different random words of the first `symbols` letters; the target is the word reversed.

    Inputs (n, longest), targets (n, longest + 1), int64; tokens are padding, start, end and the
    letters. Three quarters train. What is written first was read last: a task that is easy for
    short words, and asks for memory or attention for long ones.
    """
    check_lengths(shortest, longest)
    check_symbols(symbols)
    random = generator(seed)
    numbers = range(symbols)
    rows = distinct(n, lambda count: drawn_rows(count, shortest, longest, numbers, random))
    words = ["".join(ascii_lowercase[number] for number in row) for row in rows]
    pairs = [(word, word[::-1]) for word in words]
    return translation("reversal", pairs, ascii_lowercase[:symbols], longest=(longest, longest))
