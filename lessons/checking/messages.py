"""What the judge and the learner's process say to each other."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import msgspec

from lessons.checking.values import DEEPEST

if TYPE_CHECKING:
    Tree = Any
else:
    # No maps: their keys can be made to collide, and building one takes hours then. A level of
    # a value takes three of lists, where it is a mapping.
    _LEAF = bool | int | float | str | None
    Tree = reduce(lambda inside, _: _LEAF | list[inside], range(3 * DEEPEST + 4), _LEAF)

MODULE = 0
"""Handle of the learner's module itself."""


class Load(msgspec.Struct, frozen=True, tag=True):
    """Run the learner's file, as a module."""

    source: str
    stage: str = ""
    """The author's code beside it; empty where there is none."""
    answers: tuple[tuple[str, str], ...] = ()
    """Earlier answers that it imports from `answers`: names of modules, and what is in them."""


class Reseed(msgspec.Struct, frozen=True, tag=True):
    """A check begins: draw from here."""

    seed: int


class Call(msgspec.Struct, frozen=True, tag=True):
    """Call a method of an object."""

    handle: int
    name: str
    arguments: Tree
    """The tree of a pair: positional arguments, named ones."""


class CallStage(msgspec.Struct, frozen=True, tag=True):
    """Call a function of the stage; it is given the learner's module first."""

    name: str
    arguments: Tree


class Get(msgspec.Struct, frozen=True, tag=True):
    """An attribute of an object."""

    handle: int
    name: str


class Items(msgspec.Struct, frozen=True, tag=True):
    """The first items of something that can be gone through."""

    handle: int
    most: int


Request = Load | Reseed | Call | CallStage | Get | Items


class Ready(msgspec.Struct, frozen=True, tag=True):
    """Said once, before anything of the learner's is run."""

    layers: list[str]
    """What keeps this process in."""


class Returned(msgspec.Struct, frozen=True, tag=True):
    """It worked."""

    value: Tree = None


class Raised(msgspec.Struct, frozen=True, tag=True):
    """It raised."""

    kinds: list[str]
    """Names of the exception's class and of those it is built on."""
    message: str
    lines: list[int] = []
    """Lines of the learner's file that led there, the outermost first."""
    functions: list[str] = []
    """The functions that those lines are in."""


class Missing(msgspec.Struct, frozen=True, tag=True):
    """There is nothing of that name."""

    name: str


class Unsendable(msgspec.Struct, frozen=True, tag=True):
    """What was returned cannot be handed over."""

    why: str


Reply = Ready | Returned | Raised | Missing | Unsendable
