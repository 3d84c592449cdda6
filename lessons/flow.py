"""How a lesson unfolds for a learner: what may be seen, what is done, what comes next.

Outcomes stay out of reach before a prediction is given: everything after a prediction is hidden
until it is given or skipped, everything after a run block until its runs are made or skipped.
"""

from __future__ import annotations

import math

from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise
from lessons.progress.records import LessonRecord, LessonStatus, RunMade
from lessons.review.mixed import Mixed
from lessons.schema import Aside, Block, Lesson, Predict, Prose, Quiz, Reflect, Run
from lessons.workbench.workbench import Workbench


def visible(lesson: Lesson, record: LessonRecord) -> tuple[Block, ...]:
    """The blocks that may be shown: up to the first prediction or run that is still open."""
    for place, block in enumerate(lesson.blocks, 1):
        if isinstance(block, Predict | Run) and not is_done(block, record):
            return lesson.blocks[:place]
    return lesson.blocks


def is_done(block: Block, record: LessonRecord) -> bool:
    """Whether the learner has done what a block asks; prose asks nothing."""
    match block:
        case Prose() | Aside():
            done = True
        case Predict():
            done = record.prediction(block.id) is not None
        case Run():
            done = block.id in record.skipped or bool(runs_of(block, record))
        case Quiz():
            given = record.quiz(block.id)
            done = given is not None and given.right
        case Reflect():
            done = record.reflection(block.id) is not None
        case Exercise():
            done = record.solved(block.id) or block.id in record.studied
        case Mixed() | Workbench():
            done = block.id in record.visited
        case Clinic():
            mended = (step.right for step in record.clinic(block.id) if step.stage == "mend")
            done = any(mended)
    return done


def current(lesson: Lesson, record: LessonRecord) -> Block | None:
    """The first block that waits for the learner; None where nothing does."""
    return next((block for block in lesson.blocks if not is_done(block, record)), None)


def waiting(lesson: Lesson, record: LessonRecord) -> Block | None:
    """The block to go on with: the first that waits from where the learner was, else of all."""
    places = [block.id for block in lesson.blocks]
    onwards = places.index(record.position) if record.position in places else 0
    shown = visible(lesson, record)[onwards:]
    here = (block for block in shown if not is_done(block, record))
    return next(here, None) or current(lesson, record)


def progress(lesson: Lesson, record: LessonRecord) -> tuple[int, int]:
    """Blocks done, and blocks that ask something of the learner."""
    asking = [block for block in lesson.blocks if not isinstance(block, Prose | Aside)]
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


def runs_of(block: Run, record: LessonRecord) -> tuple[RunMade, ...]:
    """The runs that complete a run block; empty while some are missing."""
    return _comparable(block.scenarios, block.seeds, record)


def settling_runs(lesson: Lesson, predict: Predict, record: LessonRecord) -> tuple[RunMade, ...]:
    """The runs that settle a prediction; empty while some are missing."""
    return _comparable(predict.scenarios, seeds_compared(lesson, predict), record)


def seeds_compared(lesson: Lesson, predict: Predict) -> int:
    """Over how many seeds of each scenario a prediction is settled: as the next run block has."""
    onwards = lesson.blocks[lesson.blocks.index(predict) :]
    return next(block.seeds for block in onwards if isinstance(block, Run))


def _comparable(
    scenarios: tuple[str, ...], seeds: int, record: LessonRecord
) -> tuple[RunMade, ...]:
    """Standard runs of all scenarios with the same seeds, so that only the scenario differs.

    Of the seeds with which all scenarios were run the earliest count: a verdict stays what it is.
    """
    made: dict[int, dict[str, RunMade]] = {}
    complete: list[int] = []
    for run in record.runs:
        if run.standard and run.scenario in scenarios:
            of_seed = made.setdefault(run.seed, {})
            of_seed[run.scenario] = run
            if len(of_seed) == len(scenarios) and run.seed not in complete:
                complete.append(run.seed)
    if len(complete) < seeds:
        return ()
    return tuple(made[seed][scenario] for seed in complete[:seeds] for scenario in scenarios)


def asked_first(lesson: Lesson, scenario: str, record: LessonRecord) -> Predict | None:
    """The open prediction that running a scenario now would give away; None where none is."""
    for block in lesson.blocks:
        if isinstance(block, Predict) and not is_done(block, record):
            return block if scenario in block.scenarios else None
    return None
