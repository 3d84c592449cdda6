"""`tutor workbench`: tensors as grids of text, and what each statement does to them."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from engine.client import Engine
from engine.errors import EngineError
from lessons.catalog import load_catalog
from lessons.errors import TutorError
from lessons.names import unknown
from lessons.paths import runs_folder
from lessons.schema import Lesson
from lessons.workbench.sitting import DEFAULT
from lessons.workbench.statement import read_statement
from lessons.workbench.workbench import Workbench
from lessons.workers import workers
from tui.headless.fail import fail
from tui.headless.runs import speaks_unicode
from tui.plain.talk import Left, Skipped, Talk
from tui.plain.workbench import PlainWorkbench
from tui.plots.palette import Look

RAISED = 1
"""Exit status where a statement of the learner's has raised an error."""


def workbench(asked: str | None, steps: Sequence[str]) -> int:
    """Make the steps, or ask for some; returns the exit status.

    Without steps they are asked for where somebody can answer, else the suggested ones are made.
    """
    try:
        bench = bench_named(asked) if asked else DEFAULT
    except TutorError as error:
        return fail(error.problem)
    talk = Talk(sys.stdin, sys.stdout)
    look = Look(symbols="braille" if speaks_unicode() else "ascii", no_color=True)
    engine = Engine(runs_folder(), workers())
    try:
        plain = PlainWorkbench(talk, bench, engine, look)
        if not steps and sys.stdin.isatty():
            plain.take()
            return 0
        return _made(plain, steps or bench.steps)
    except (Left, Skipped):
        return 0
    except EngineError as error:
        return fail(error.problem)
    finally:
        engine.close()


def _made(plain: PlainWorkbench, steps: Sequence[str]) -> int:
    """All of them; whether one raised that was not meant to."""
    sitting = plain.laid_out()
    status = 0 if sitting is not None else RAISED
    for step in steps:
        if sitting is None:
            break
        statement = read_statement(step)
        sitting = plain.made(sitting, statement.text)
        if sitting.done[-1].error is not None and not statement.raises:
            status = RAISED
    return status


def bench_named(asked: str) -> Workbench:
    """That of a lesson, `unit/lesson` or `unit/lesson#id`. Raises TutorError."""
    name, _, block = asked.partition("#")
    lesson: Lesson = load_catalog().lesson(name)
    benches = {bench.id: bench for bench in lesson.of(Workbench)}
    if not block and benches:
        return next(iter(benches.values()))
    if block in benches:
        return benches[block]
    if not benches:
        raise TutorError(
            "There is no workbench",
            f"The lesson {name} has none.",
            "`tutor workbench` without a lesson lays out a small tensor.",
        )
    raise unknown("workbench", block, tuple(benches))
