"""What is seen on the workbench after a step, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lessons.checking.verdict import Explained

Cell = bool | int | float | str
"""One number; as text where JSON has no word for it: `nan`, `inf`, `-inf`, complex numbers."""
Kind = Literal["tensor", "parameter", "array", "gradient"]

MOST_CELLS = 400
"""Numbers of a tensor that are shown; of a larger one only what they span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One tensor, or one array of NumPy's."""

    name: str
    """A variable, or what was typed to get it."""
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    """In numbers, not in bytes."""
    offset: int
    """Place of its first number in its storage."""
    dtype: str
    device: str = "cpu"
    kind: Kind = "tensor"
    requires_grad: bool = False
    grad_fn: str = ""
    """What autograd goes back through, such as `MulBackward0`."""
    contiguous: bool = True
    memory: int = -1
    """Tensors with the same number share their memory; -1: it has none."""
    begins: int = 0
    """Where its storage begins in that memory, in numbers."""
    cells: tuple[Cell, ...] = ()
    """Its numbers, the last axis fastest; empty where there are more than are shown."""
    span: tuple[Cell, Cell] | None = None
    """The least and the largest number; None where it has none."""

    @property
    def size(self) -> int:
        """How many numbers it has."""
        product = 1
        for length in self.shape:
            product *= length
        return product

    @property
    def whole(self) -> bool:
        """Whether all its numbers are here."""
        return len(self.cells) == self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Numbers as they lie one behind the other, whatever shape a tensor gives them."""

    number: int
    dtype: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One function of PyTorch's that a step went through."""

    name: str
    given: tuple[tuple[int, ...], ...]
    """Shapes of the tensors that it was given."""
    given_dtypes: tuple[str, ...]
    made: tuple[int, ...]
    """Shape of what came out."""
    made_dtype: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A result that is no tensor: a size, a number, a word."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one statement did."""

    statement: str
    error: Explained | None = None
    """Why it did not work: then everything is as it was before."""
    over: bool = False
    """Whether it passed a limit of time or memory."""
    tensors: tuple[Seen, ...] = ()
    """Everything that has a name now."""
    results: tuple[Seen, ...] = ()
    """What the statement gave back or assigned."""
    inputs: tuple[Seen, ...] = ()
    """What its last operation was given."""
    made: tuple[str, ...] = ()
    """Names that are new, or stand for another tensor now."""
    changed: tuple[str, ...] = ()
    """Names whose numbers have changed, though they stand for the same tensor."""
    same: tuple[tuple[str, str], ...] = ()
    """New names of a tensor that had one before."""
    calls: tuple[Call, ...] = ()
    said: tuple[Said, ...] = ()
    memories: tuple[Memory, ...] = ()
    printed: str = ""

    def memory(self, number: int) -> Memory | None:
        """The numbers of one memory, where they are few enough."""
        return next((one for one in self.memories if one.number == number), None)
