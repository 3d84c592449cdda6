"""Say again what was heard some time ago: how long does a memory last?"""

from __future__ import annotations

from string import ascii_lowercase

from engine.data.base import Dataset
from engine.data.building import drawn_without_test
from engine.data.splits import generator
from engine.data.text.padding import padded
from engine.data.text.sequences.base import check_symbols, distinct, drawn_rows
from engine.errors import ConfigurationError, at_least

BLANK, GO = 1, 2


def delayed_copy(
    *, n: int = 2000, items: int = 4, delay: int = 10, symbols: int = 8, seed: int = 0
) -> Dataset:
    """`items` symbols, `delay` blanks, then a sign to repeat the symbols in the same order.

    Inputs and targets (n, items + delay + items), int64. Inputs: the symbols, blanks, the sign in
    the place of the first answer, blanks. Targets are 0, which no loss counts, up to the sign, and
    from there the symbols. Three quarters train; chance is 1 / symbols. What is asked for is
    memory, so the same symbols may occur in both splits.

    Source: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997, for the kind of task;
    Arjovsky, Shah and Bengio, "Unitary Evolution Recurrent Neural Networks", 2016.
    """
    at_least("n", n, 8)
    at_least("items", items, 1)
    at_least("delay", delay, 0)
    check_symbols(symbols)
    random = generator(seed)
    names = range(GO + 1, GO + 1 + symbols)
    rows = drawn_rows(n, items, items, names, random)
    heard = [[*row, *[BLANK] * delay, GO, *[BLANK] * (items - 1)] for row in rows]
    said = [[0] * (items + delay) + list(row) for row in rows]
    tokens = ("<pad>", "<blank>", "<go>", *ascii_lowercase[:symbols])
    return drawn_without_test("delayed copy", padded(heard), padded(said), tokens=tokens)


def echo(
    *, n: int = 1000, length: int = 20, delay: int = 3, symbols: int = 8, seed: int = 0
) -> Dataset:
    """At every place, the symbol of `delay` places before.

    Inputs and targets (n, length), int64. The first `delay` targets are 0, which no loss counts.
    Three quarters train; chance is 1 / symbols.
    """
    at_least("delay", delay, 0)
    check_symbols(symbols)
    if length <= delay:
        raise ConfigurationError("length", length, f"Give more than the delay, {delay}.")
    random = generator(seed)
    names = range(1, 1 + symbols)
    heard = distinct(n, lambda count: drawn_rows(count, length, length, names, random))
    said = [[0] * delay + list(row[: length - delay]) for row in heard]
    tokens = ("<pad>", *ascii_lowercase[:symbols])
    return drawn_without_test("echo", padded(heard), padded(said), tokens=tokens)
