"""One token of many decides the class: find it."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Literal

from engine.data.base import Dataset
from engine.data.building import drawn_without_test
from engine.data.splits import generator
from engine.data.text.padding import padded
from engine.data.text.sequences.base import (
    check_lengths,
    check_symbols,
    distinct,
    drawn_rows,
)
from engine.errors import ConfigurationError, at_least, one_of

Place = Literal["first", "last"]


def marker(*, n: int = 2000, length: int = 12, symbols: int = 8, seed: int = 0) -> Dataset:
    """Random symbols with one marker among them: the class is the symbol right behind it.

    Inputs (n, length), int64: 1 is the marker; targets (n,), the number of the symbol from 0.
    Three quarters train; chance is 1 / symbols.
    """
    import torch

    at_least("length", length, 2)
    check_symbols(symbols)
    random = generator(seed)

    def draw(count: int) -> list[tuple[int, ...]]:
        rows = torch.randint(2, 2 + symbols, (count, length), generator=random)
        places = torch.randint(length - 1, (count, 1), generator=random)
        return [tuple(row) for row in rows.scatter(1, places, 1).tolist()]

    rows = distinct(n, draw)
    targets = torch.tensor([row[row.index(1) + 1] - 2 for row in rows])
    names = ascii_lowercase[:symbols]
    tokens = ("<pad>", "*", *names)
    return drawn_without_test("marker", padded(rows), targets, tokens=tokens, classes=names)


def recall(
    *,
    n: int = 2000,
    which: Place = "first",
    shortest: int = 3,
    longest: int = 10,
    length: int | None = None,
    symbols: int = 3,
    seed: int = 0,
) -> Dataset:
    """Random symbols, of which the `first` or the `last` is the class.

    Sequences have `shortest` to `longest` symbols and are padded at the end to `length` (None:
    `longest`). Inputs (n, length), int64; targets (n,), the number of the symbol from 0. Three
    quarters train; chance is 1 / symbols.
    """
    import torch

    one_of("which", which, ("first", "last"))
    check_lengths(shortest, longest)
    check_symbols(symbols)
    length = longest if length is None else length
    if length < longest:
        raise ConfigurationError("length", length, f"Give at least the longest, {longest}.")
    random = generator(seed)
    numbers = range(1, 1 + symbols)
    rows = distinct(n, lambda count: drawn_rows(count, shortest, longest, numbers, random))
    place = 0 if which == "first" else -1
    targets = torch.tensor([row[place] - 1 for row in rows])
    names = ascii_lowercase[:symbols]
    return drawn_without_test(
        f"recall the {which}",
        padded(rows, length),
        targets,
        tokens=("<pad>", *names),
        classes=names,
    )


def which_first(*, n: int = 2000, length: int = 10, symbols: int = 6, seed: int = 0) -> Dataset:
    """One A and one B among other symbols: which of them comes first?

    Inputs (n, length), int64: 1 is A, 2 is B; targets (n,): 0 where A is first, 1 where B is. Three
    quarters train; chance is one half, and nothing but the order tells.
    """
    import torch

    at_least("length", length, 2)
    check_symbols(symbols)
    random = generator(seed)

    def draw(count: int) -> list[tuple[int, ...]]:
        rows = torch.randint(3, 3 + symbols, (count, length), generator=random)
        places = torch.rand(count, length, generator=random).argsort(dim=1)[:, :2]
        letters = torch.tensor([1, 2]).expand(count, 2)
        return [tuple(row) for row in rows.scatter(1, places, letters).tolist()]

    rows = distinct(n, draw)
    targets = torch.tensor([int(row.index(2) < row.index(1)) for row in rows])
    tokens = ("<pad>", "A", "B", *ascii_lowercase[:symbols])
    return drawn_without_test(
        "which first", padded(rows), targets, tokens=tokens, classes=("A first", "B first")
    )
