"""Plain data to bytes and back, between two processes that do not trust each other.

A value is a tree of what MessagePack knows; whatever else there is stands as a list that begins
with a letter. Arrays are kept beside the tree, as raw bytes. What comes back is made anew from
those: nothing that the other process did to a class or to PyTorch comes with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

DEEPEST = 40
"""Levels of lists in lists."""
MOST_ITEMS = 200_000
"""Numbers, strings and lists in one value; what is larger belongs into a tensor."""
MOST_KEYS = 5000
"""Of one mapping or set: keys can be made to collide, and then each is compared with all others."""
LARGEST = 64 * 1024 * 1024
"""Bytes of all arrays of one value."""
LONGEST_NUMBER = 5000
"""Bits of an integer."""

DTYPES = (
    *("float32", "float64", "float16", "bfloat16", "complex64", "complex128", "bool"),
    *("uint8", "int8", "int16", "int32", "int64"),
)
SEVERAL: dict[str, type] = {"l": list, "t": tuple, "s": set, "f": frozenset}
"""The letters of what holds several values."""


class PackingError(Exception):
    """A value that cannot travel; its text says why, for a learner."""


@dataclass(frozen=True, slots=True)
class Handle:
    """An object that stays in the learner's process."""

    number: int
    kind: str
    """Name of its class."""
    shown: str
    """How it shows itself."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A value, ready to travel."""

    tree: Any
    arrays: tuple[bytes, ...] = ()


Keep = Callable[[object], Handle]
"""Keeps an object that cannot travel, and gives what stands for it."""
Find = Callable[[Handle], object]
"""What a handle stands for."""


def pack(value: object, keep: Keep | None = None) -> Packed:
    """Take a value apart. Raises PackingError."""
    from lessons.checking.packing import Packer

    packer = Packer(keep)
    return Packed(packer.tree(value), tuple(packer.arrays))


def unpack(packed: Packed, find: Find | None = None) -> Any:
    """Put a value together. Raises PackingError for whatever is not of the form above."""
    from lessons.checking.unpacking import Unpacker

    return Unpacker(packed.arrays, find or (lambda handle: handle)).value(packed.tree)
