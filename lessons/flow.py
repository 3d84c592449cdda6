"""How a lesson unfolds for a learner: what may be seen, what is done, what comes next.

Outcomes stay out of reach before a prediction is given: everything after a prediction is hidden
until it is given or skipped, everything after a run block until its runs are made or skipped.
"""

from __future__ import annotations

import math

from lessons.records import LessonRecord, LessonStatus, RunMade
from lessons.schema import Block, Lesson, Predict, Prose, Quiz, Reflect, Run


def visible(lesson: Lesson, record: LessonRecord) -> tuple[Block, ...]:
    """The blocks that may be shown: up to the first prediction or run that is still open."""
    for place, block in enumerate(lesson.blocks, 1):
        if isinstance(block, Predict | Run) and not is_done(block, record):
            return lesson.blocks[:place]
    return lesson.blocks


def is_done(block: Block, record: LessonRecord) -> bool:
    """Whether the learner has done what a block asks; prose asks nothing."""
    match block:
        case Prose():
            return True
        case Predict():
            return record.prediction(block.id) is not None
        case Run():
            return block.id in record.skipped or bool(runs_of(block, record))
        case Quiz():
            given = record.quiz(block.id)
            return given is not None and given.right
        case Reflect():
            return record.reflection(block.id) is not None


def current(lesson: Lesson, record: LessonRecord) -> Block | None:
    """The first block that waits for the learner; None where nothing does."""
    return next((block for block in lesson.blocks if not is_done(block, record)), None)


def progress(lesson: Lesson, record: LessonRecord) -> tuple[int, int]:
    """Blocks done, and blocks that ask something of the learner."""
    asking = [block for block in lesson.blocks if not isinstance(block, Prose)]
    return sum(is_done(block, record) for block in asking), len(asking)


def lesson_status(lesson: Lesson, record: LessonRecord) -> LessonStatus:
    """Where the learner is with a lesson; a lesson once done stays done until it is reset."""
    done, total = progress(lesson, record)
    if record.status == "done" or (total > 0 and done == total):
        return "done"
    return "started" if done else record.status


def minutes_left(lesson: Lesson, record: LessonRecord) -> int:
    """Minutes that the rest will take, by the share of blocks that wait; 0 where it is done."""
    if lesson_status(lesson, record) == "done":
        return 0
    done, total = progress(lesson, record)
    return math.ceil(lesson.minutes * (1 - done / max(total, 1)))


def runs_of(
    block: Run | Predict, record: LessonRecord, seeds: int | None = None
) -> tuple[RunMade, ...]:
    """The runs that complete a run block or settle a prediction; empty while some are missing.

    A seed counts once every scenario has a standard run with it, so that the runs compared differ
    in their scenario only. Of those seeds the earliest count, so that a verdict stays what it is.
    """
    wanted = seeds if seeds is not None else block.seeds if isinstance(block, Run) else 1
    made: dict[int, dict[str, RunMade]] = {}
    complete: list[int] = []
    for run in record.runs:
        if run.standard and run.scenario in block.scenarios:
            of_seed = made.setdefault(run.seed, {})
            of_seed[run.scenario] = run
            if len(of_seed) == len(block.scenarios) and run.seed not in complete:
                complete.append(run.seed)
    if len(complete) < wanted:
        return ()
    return tuple(made[seed][scenario] for seed in complete[:wanted] for scenario in block.scenarios)


def asked_first(lesson: Lesson, scenario: str, record: LessonRecord) -> Predict | None:
    """The open prediction that running a scenario now would give away; None where none is."""
    for block in lesson.blocks:
        if (
            isinstance(block, Predict)
            and scenario in block.scenarios
            and not is_done(block, record)
        ):
            return block
    return None
