"""What the generated sequences share: distinct examples, two splits, three special tokens."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, TypeVar

from engine.data.base import Dataset
from engine.data.building import drawn_without_test
from engine.data.text.padding import padded
from engine.errors import ConfigurationError, at_least

if TYPE_CHECKING:
    from torch import Generator

T = TypeVar("T", bound=Hashable)

START, END = 1, 2
SPECIAL = ("<pad>", "<start>", "<end>")
"""The first tokens of a task in which a sequence is written."""
ROUNDS = 50


def distinct(n: int, draw: Callable[[int], list[T]]) -> list[T]:
    """`n` different examples, so that none is in two splits; `draw(k)` draws k of them.

    Raises ConfigurationError for fewer than 8, or where the task does not have that many.
    """
    at_least("n", n, 8)
    found: dict[T, None] = {}
    for _ in range(ROUNDS):
        found.update(dict.fromkeys(draw(n)))
        if len(found) >= n:
            return list(found)[:n]
    raise ConfigurationError(
        "n",
        n,
        f"Give at most {len(found)}, or make the sequences longer or more varied.",
        "So many different examples do not exist.",
    )


def drawn_rows(
    count: int, shortest: int, longest: int, symbols: Sequence[int], random: Generator
) -> list[tuple[int, ...]]:
    """`count` rows of random symbols, each of a random length from `shortest` to `longest`."""
    import torch

    lengths = torch.randint(shortest, longest + 1, (count,), generator=random).tolist()
    chosen = torch.randint(len(symbols), (count, longest), generator=random).tolist()
    return [
        tuple([symbols[index] for index in row[:length]])
        for row, length in zip(chosen, lengths, strict=True)
    ]


def check_lengths(shortest: int, longest: int) -> None:
    """Raise ConfigurationError for lengths between which there is none."""
    at_least("shortest", shortest, 1)
    if longest < shortest:
        remedy = f"Give at least the shortest, {shortest}."
        raise ConfigurationError("longest", longest, remedy)


def check_symbols(symbols: int) -> None:
    """Raise ConfigurationError for a number of symbols that letters cannot name."""
    if not 2 <= symbols <= 26:
        raise ConfigurationError("symbols", symbols, "Give a number from 2 to 26.")


def translation(
    name: str,
    pairs: Sequence[tuple[str, str]],
    alphabet: Sequence[str],
    *,
    longest: tuple[int, int],
) -> Dataset:
    """From one text to another, a character a token; every target ends with `<end>`.

    Inputs (n, longest source), targets (n, longest target + 1), int64, 0 is padding: `longest`
    gives the characters of both. They share the tokens: `SPECIAL` and then the alphabet.
    """
    tokens = (*SPECIAL, *alphabet)
    number = {token: index for index, token in enumerate(tokens)}
    sources = [[number[letter] for letter in source] for source, _ in pairs]
    answers = [[*(number[letter] for letter in target), END] for _, target in pairs]
    return drawn_without_test(
        name, padded(sources, longest[0]), padded(answers, longest[1] + 1), tokens=tokens
    )
