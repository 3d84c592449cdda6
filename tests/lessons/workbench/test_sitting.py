"""What a sitting keeps, what an answer may say, what an author may write; no process is begun."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from lessons.checking.verdict import Explained
from lessons.lint.workbenches import check_workbenches
from lessons.schema import Lesson
from lessons.workbench.believed import believed
from lessons.workbench.seen import MOST_CELLS, Said, Step
from lessons.workbench.sitting import Sitting
from lessons.workbench.statement import read_statement
from lessons.workbench.workbench import Workbench

BENCH = Workbench(id="b", ask="", given=("x = 1",), steps=("x.T", "x @ x  # raises", "x"))
WRONG = Explained(original="RuntimeError: no", title="No")


def call(reference: str, statements: Sequence[str], known: int, folder: str) -> Any:
    """What a worker would say: `@` raises, `loop` takes too long."""
    assert Path(folder).is_dir()
    steps: list[Step] = []
    for text in statements:
        over = "loop" in text
        error = WRONG if over or "@" in text else None
        said = (Said(kind="int", text=str(len(steps))),)
        steps.append(Step(statement=text, said=said, error=error, over=over))
        if over:
            break
    return msgspec.to_builtins(steps[known:])


def test_statements_that_failed_are_not_run_again() -> None:
    sitting = Sitting(BENCH).open(call).make("x @ x", call).make(" y = 2 ", call)
    assert sitting.working == ("x = 1", "y = 2")
    assert [one.statement for one in sitting.done] == ["x @ x", "y = 2"]
    assert sitting.latest is sitting.done[-1]


def test_an_earlier_step_that_fails_when_it_is_run_again_is_named() -> None:
    sitting = replace(Sitting(BENCH), opened=(Step(statement="loop"),))
    step = sitting.make("y = 2", lambda *given: call(*given) or call(*given[:2], 0, given[3]))
    error = step.done[-1].error
    assert error is not None
    assert error.title == "`loop` did not work again: No"
    assert step.working == ("loop",)


def test_suggested_steps_come_one_after_the_other_and_back() -> None:
    sitting = Sitting(BENCH).open(call)
    for text in ("x.T", "x @ x"):
        assert sitting.suggestion is not None
        assert sitting.suggestion.text == text
        sitting = sitting.make(text, call)
    assert sitting.suggestion == read_statement("x")
    sitting = sitting.make("own", call)
    assert sitting.offered == 2
    assert sitting.undone().offered == 2
    back = sitting.undone().undone()
    assert back.suggestion == read_statement("x @ x # raises")
    assert sitting.anew().done == ()
    assert sitting.anew().undone().opened == sitting.opened


def test_what_is_meant_to_raise_says_so() -> None:
    assert read_statement("x.view(6)  # raises").raises
    assert read_statement("x.view(6)  # raises").text == "x.view(6)"
    assert not read_statement("x  # raises the roof").raises


def finding(*steps: str, given: tuple[str, ...] = ("x = 1",)) -> list[str]:
    bench = Workbench(id="b", ask="", given=given, steps=steps)
    lesson = SimpleNamespace(folder=Path("there"), of=lambda _: [bench])
    found = check_workbenches(cast(Lesson, lesson), cast(Any, SimpleNamespace(call=call)))
    return [one.message for one in found]


def test_lint_runs_what_a_lesson_suggests() -> None:
    assert finding("x.T", "x @ x  # raises", "x") == []
    assert finding("x @ x") == ["b: `x @ x` raised: RuntimeError: no"]
    assert finding("x.T  # raises") == ["b: `x.T` does not raise"]
    assert finding(given=("x @ x  # raises",)) == ["b: `x @ x` raised: RuntimeError: no"]
    assert finding("loop  # raises", "x") == ["b: `loop` raised: RuntimeError: no"]


def seen(**changes: Any) -> dict[str, Any]:
    found = {"name": "x", "shape": [2], "strides": [1], "offset": 0, "dtype": "int64"}
    return found | {"cells": [1, 2], "span": [1, 2]} | changes


def test_a_sound_answer_is_believed() -> None:
    step = believed({"tensors": [seen()], "printed": "\x1b[2Jhi"}, "x")
    assert step.error is None
    assert step.tensors[0].cells == (1, 2)
    assert "\x1b" not in step.printed
    odd = believed({"tensors": [seen(cells=[math.nan, 2**70])]}, "x")
    assert odd.tensors[0].cells == ("nan", str(2**70))


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [1, 2],
        {"tensors": [seen(shape=[3])]},
        {"tensors": [seen(shape=[-2, -1], strides=[1, 1])]},
        {"tensors": [seen(strides=[])]},
        {"tensors": [seen(cells=[[1], [2]])]},
        {"tensors": [seen(shape=[MOST_CELLS + 1], cells=[0] * (MOST_CELLS + 1))]},
        {"tensors": [seen()] * 99},
        {"tensors": [seen(name=object())]},
        {"memories": [{"number": 0, "dtype": "int64", "cells": [0] * (MOST_CELLS + 1)}]},
        {"statement": "another"},
        {"error": None},
        {"said": "yes"},
    ],
)
def test_anything_else_is_not(answer: object) -> None:
    step = believed(answer, "x")
    assert step.error is not None
    assert step.statement == "x"
