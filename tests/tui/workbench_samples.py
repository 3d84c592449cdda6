"""Steps of a workbench as they come back from a worker, and a worker that says them."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from typing import Any

import msgspec

from engine.runs import RunStore
from lessons.checking.verdict import Explained
from lessons.workbench.seen import Call, Cell, Memory, Said, Seen, Step
from lessons.workbench.sitting import Sitting
from lessons.workbench.workbench import Workbench

BENCH = Workbench(
    id="layouts",
    ask="Transpose `x` and look at its strides: which numbers lie beside each other?",
    given=("x = torch.arange(6).reshape(2, 3)", "b = torch.tensor([[0.5], [-1.5]])"),
    steps=("x.T", "x + b", "x.T.view(6)  # raises"),
)


def tensor(name: str, shape: tuple[int, ...], cells: Sequence[Cell] = (), **more: Any) -> Seen:
    """A tensor in the order of its memory, with small whole numbers where none are given."""
    strides = tuple(math.prod(shape[axis + 1 :]) for axis in range(len(shape)))
    numbers = tuple(cells) or tuple(range(math.prod(shape)))
    kind = "float32" if any(isinstance(one, float) for one in numbers) else "int64"
    known = {"offset": 0, "strides": strides, "dtype": kind, "cells": numbers, "memory": 0}
    return Seen(name=name, shape=shape, **(known | more))


X = tensor("x", (2, 3))
B = tensor("b", (2, 1), (0.5, -1.5), memory=1)
NAMED = (X, B)
TURNED = tensor("x.T", (3, 2), (0, 3, 1, 4, 2, 5), strides=(1, 3), contiguous=False)
SUM = tensor("x + b", (2, 3), (0.5, 1.5, 2.5, 1.5, 2.5, 3.5), memory=2)
OPENED = (
    Step(statement=BENCH.given[0], tensors=(X,), results=(X,), made=("x",)),
    Step(statement=BENCH.given[1], tensors=NAMED, results=(B,), made=("b",)),
)


def called(name: str, given: Sequence[Seen], made: Seen) -> Call:
    """One operation."""
    return Call(
        name=name,
        given=tuple(one.shape for one in given),
        given_dtypes=tuple(one.dtype for one in given),
        made=made.shape,
        made_dtype=made.dtype,
    )


STEPS = {
    "x.T": Step(
        statement="x.T",
        tensors=NAMED,
        results=(TURNED,),
        inputs=(X,),
        calls=(called("T", (X,), TURNED),),
        memories=(Memory(number=0, dtype="int64", cells=X.cells),),
    ),
    "x + b": Step(
        statement="x + b",
        tensors=NAMED,
        results=(SUM,),
        inputs=NAMED,
        calls=(called("add", NAMED, SUM),),
    ),
    "x.T.view(6)": Step(
        statement="x.T.view(6)",
        error=Explained(
            original="RuntimeError: view size is not compatible with input tensor's size and "
            "stride (at least one dimension spans across two contiguous subspaces).",
            title="`view` cannot look at it in that shape",
            words="After `.T` the numbers no longer lie in memory in the order of the shape, and "
            "`view` never moves numbers. `reshape` copies them where it has to.",
        ),
    ),
    "x.shape": Step(
        statement="x.shape",
        tensors=NAMED,
        inputs=(X,),
        said=(Said(kind="Size", text="torch.Size([2, 3])"),),
    ),
}
LAID_OUT = Sitting(BENCH, opened=OPENED)


def after(*statements: str) -> Sitting:
    """The workbench after these steps."""
    sitting = LAID_OUT
    for one in statements:
        sitting = sitting.with_step(STEPS[one])
    return sitting


class BenchEngine:
    """Stands where the engine would: knows the steps above, and waits where it is told to."""

    runs: RunStore

    def __init__(self) -> None:
        self.free = threading.Event()
        self.free.set()
        self.asked: list[str] = []
        self.ended = 0

    def apart(self) -> BenchEngine:
        """The same."""
        return self

    def call(self, reference: str, statements: Sequence[str], known: int, folder: str) -> Any:
        """What a worker would say."""
        self.asked.append(statements[-1])
        self.free.wait(20)
        steps = [*OPENED, *(STEPS.get(one, Step(statement=one)) for one in statements[2:])]
        return msgspec.to_builtins(steps[known:])

    def end_calls(self) -> None:
        """Nothing waits any more."""
        self.ended += 1
        self.free.set()

    def warm(self) -> None:
        """Nothing to load."""

    def close(self) -> None:
        """Nothing to end."""
        self.free.set()
