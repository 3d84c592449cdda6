"""In which order a tensor walks through the memory it lies in."""

from __future__ import annotations

import itertools

from lessons.workbench.seen import Seen


def places(seen: Seen) -> tuple[int, ...]:
    """Where each of its numbers lies in memory, the last axis fastest."""
    start = seen.begins + seen.offset
    indices = itertools.product(*(range(length) for length in seen.shape))
    return tuple(start + sum(map(_times, index, seen.strides)) for index in indices)


def visits(seen: Seen, size: int) -> tuple[tuple[int, ...], ...]:
    """For every place in memory when it is come to, counted from 1; empty where it never is."""
    found: list[list[int]] = [[] for _ in range(size)]
    for number, place in enumerate(places(seen), start=1):
        if 0 <= place < size:
            found[place].append(number)
    return tuple(map(tuple, found))


def _times(index: int, stride: int) -> int:
    return index * stride
