"""Checks workbenches: what a lesson lays out and suggests does what its author meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from engine.errors import EngineError
from lessons.lint.findings import Finding, in_lesson
from lessons.schema import Lesson
from lessons.workbench.seen import Step
from lessons.workbench.sitting import perform
from lessons.workbench.statement import Statement, read_statement
from lessons.workbench.workbench import Workbench

MARK = "# raises"


class Calls(Protocol):
    """Something that has functions called in a worker."""

    def call(self, reference: str, *arguments: object) -> Any:
        """What a function says there. Raises EngineError."""
        ...


def check_workbenches(lesson: Lesson, bench: Calls) -> Iterator[Finding]:
    """Run every statement of a lesson, each workbench in one contained process."""
    for block in lesson.of(Workbench):
        yield from _checked(lesson, block, bench)


def _checked(lesson: Lesson, block: Workbench, bench: Calls) -> Iterator[Finding]:
    statements = [read_statement(one) for one in (*block.given, *block.steps)]
    try:
        steps = perform([one.text for one in statements], bench.call)
    except EngineError as error:
        problem = error.problem
        yield in_lesson(lesson, block.line, f"{block.id}: {problem.reason}", problem.next_step)
        return
    for number, (statement, step) in enumerate(zip(statements, steps, strict=False)):
        yield from _judged(lesson, block, statement, step, laid_out=number < len(block.given))
    if len(steps) < len(statements) and not steps[-1].over:
        message = f"{block.id}: `{statements[len(steps)].text}` was not reached"
        yield in_lesson(lesson, block.line, message, "Look at the statement before it.")


def _judged(
    lesson: Lesson, block: Workbench, statement: Statement, step: Step, *, laid_out: bool
) -> Iterator[Finding]:
    """Whether a statement raised as it was meant to."""
    about = f"{block.id}: `{statement.text}`"
    if step.error is not None and (laid_out or step.over or not statement.raises):
        reason = step.error.original or step.error.title
        fix = "Mend it."
        if not laid_out and not step.over:
            fix = f"Mend it; where it is meant to raise, write `{MARK}` behind it."
        yield in_lesson(lesson, block.line, f"{about} raised: {reason}", fix)
    if step.error is None and statement.raises:
        yield in_lesson(lesson, block.line, f"{about} does not raise", f"Take `{MARK}` away.")
