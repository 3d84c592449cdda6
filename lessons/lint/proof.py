"""Proves code exercises by judging: what is right passes, everything else does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from engine.errors import EngineError
from lessons.catalog import Catalog
from lessons.checking.verdict import Judgement
from lessons.errors import LessonError, TutorError
from lessons.exercises import folder as files
from lessons.exercises.exercise import Exercise
from lessons.exercises.output_lines import first_difference, printed_lines
from lessons.exercises.starter import starter_text
from lessons.exercises.using import with_references
from lessons.lint.findings import Finding, in_lesson
from lessons.schema import Lesson

SEEDS = 2
"""With how many seeds each right answer has to pass. No two answers have the same ones."""
PROGRAM_SEEDS = 2
"""With how many a program has to print the same."""
LONGEST_OUTPUT = 40
"""Lines that can be predicted in one sitting."""

_NOTHING = (
    ("an empty file", ""),
    ("a file with a syntax error", "def (:\n"),
    ("a file of comments", "# Nothing but words.\n"),
)
_BROKEN_STARTS = ("complete", "fade", "order")


class Judge(Protocol):
    """Something that judges code."""

    def judge_code(self, exercise: Exercise, text: str, seed: int) -> Judgement:
        """The verdict on a text, an untouched starter included. Raises EngineError."""
        ...

    def run_program(self, exercise: Exercise, seed: int) -> Judgement:
        """How the program of an `output` exercise runs. Raises EngineError."""
        ...


def prove_exercises(lesson: Lesson, judge: Judge, catalog: Catalog) -> Iterator[Finding]:
    """Judge every answer that is kept for every exercise of a lesson."""
    for exercise in lesson.of(Exercise):
        try:
            built = with_references(exercise, catalog)
        except LessonError as error:
            yield Finding.of(error)
        except TutorError as error:
            message = f"{exercise.id}: {error.reason}"
            yield in_lesson(lesson, exercise.line, message, error.next_step)
        else:
            yield from prove(built, judge)


def questions(exercise: Exercise, seeds: int = SEEDS) -> Iterator[tuple[str, int]]:
    """Texts, and the seeds with which a proof has them judged, as long as all is well.

    Raises LessonError where a file cannot be read.
    """
    if exercise.kind != "output":
        yield from ((text, 0) for _, text in _NOTHING)
        yield starter_text(exercise), 0
        for place, answer in enumerate(files.read_wrong(exercise)):
            yield answer.source, place
    for place, answer in enumerate(files.read_solutions(exercise)):
        yield from ((answer.source, seed) for seed in _seeds(exercise, place, seeds))


def _seeds(exercise: Exercise, place: int, seeds: int) -> range:
    """Inputs differ from answer to answer: a tolerance that is too tight shows the sooner."""
    return range(1) if exercise.kind == "output" else range(place * seeds, (place + 1) * seeds)


def prove(exercise: Exercise, judge: Judge, seeds: int = SEEDS) -> Iterator[Finding]:
    """Judge every answer that is kept for an exercise, and what is no answer."""
    try:
        if exercise.kind == "output":
            yield from _program(exercise, judge)
        else:
            yield from _no_answers(exercise, judge)
            yield from _right(exercise, judge, seeds)
            yield from _wrong(exercise, judge)
    except LessonError as error:
        yield Finding.of(error)
    except (TutorError, EngineError) as error:
        problem = error.problem
        message = f"{problem.title}: {problem.reason}"
        yield _at(exercise.folder / files.CHECK, message, problem.next_step)


def _no_answers(exercise: Exercise, judge: Judge) -> Iterator[Finding]:
    check = exercise.folder / files.CHECK
    for what, text in _NOTHING:
        if judge.judge_code(exercise, text, 0).outcome == "passed":
            yield _at(check, f"{what} passes", "Check what the learner's code does.")
    judgement = judge.judge_code(exercise, starter_text(exercise), 0)
    generated = exercise.kind in ("fade", "order")
    starter = check if generated else exercise.folder / files.STARTER
    if judgement.outcome == "passed":
        yield _at(starter, "the starter passes as it is", "Leave something to do.")
    elif judgement.error is not None and exercise.kind not in _BROKEN_STARTS:
        message = f"the starter does not even run: {judgement.error.original}"
        yield _at(starter, message, "Let it run, and do the wrong thing.", _line(judgement))


def _right(exercise: Exercise, judge: Judge, seeds: int) -> Iterator[Finding]:
    for place, answer in enumerate(files.read_solutions(exercise)):
        for seed in _seeds(exercise, place, seeds):
            judgement = judge.judge_code(exercise, answer.source, seed)
            if judgement.outcome != "passed":
                message = f"a right answer is rejected with seed {seed}: {_said(judgement)}"
                fix = "Mend the check, its tolerance, or the answer."
                yield _at(answer.file, message, fix, _line(judgement))
                break


def _wrong(exercise: Exercise, judge: Judge) -> Iterator[Finding]:
    for seed, answer in enumerate(files.read_wrong(exercise)):
        judgement = judge.judge_code(exercise, answer.source, seed)
        if judgement.outcome == "passed":
            fix = "Add a check that tells it from a right one."
            yield _at(answer.file, f"a wrong answer passes with seed {seed}", fix)
        elif answer.tag and answer.tag not in judgement.tags:
            seen = ", ".join(judgement.tags) or "no misconception"
            message = f'it is not seen as "{answer.tag}", but as {seen}: {_said(judgement)}'
            fix = "Name what it gives as known=(expect.Known(…, tag=…),) in the check."
            yield _at(answer.file, message, fix)
        elif not _told(judgement):
            fix = "Say in the check what is the matter, where it sees this."
            yield _at(answer.file, "it is rejected without a word", fix)


def _told(judgement: Judgement) -> bool:
    """Whether a learner reads why a text was rejected."""
    if judgement.outcome != "failed" or judgement.error is not None:
        return True
    failed = next(check for check in judgement.checks if check.passed is False)
    return bool(failed.message or failed.error or failed.difference)


def _program(exercise: Exercise, judge: Judge) -> Iterator[Finding]:
    file = exercise.folder / files.STARTER
    ran = [judge.run_program(exercise, seed) for seed in range(PROGRAM_SEEDS)]
    for judgement in ran:
        if judgement.outcome != "passed":
            message = f"the program does not run to its end: {_said(judgement)}"
            yield _at(file, message, "Correct it.", _line(judgement))
            return
    if ran[0].output != ran[1].output:
        yield _at(file, "it prints something else each time", "Seed it: torch.manual_seed(0).")
        return
    lines = len(printed_lines(ran[0].output))
    if not 1 <= lines <= LONGEST_OUTPUT:
        message = f"it prints {lines} lines"
        yield _at(file, message, f"Let it print 1 to {LONGEST_OUTPUT}.")
    for answer in files.read_wrong(exercise):
        if first_difference(ran[0].output, answer.source) is None:
            yield _at(answer.file, "this is what the program prints", "Keep what it does not.")
    for answer in files.read_solutions(exercise):
        if judge.judge_code(exercise, answer.source, 0).outcome != "passed":
            fix = f"Put what it prints there: {' / '.join(printed_lines(ran[0].output))}"
            yield _at(answer.file, "this is not what the program prints", fix)


def _said(judgement: Judgement) -> str:
    """Why a text was rejected, in one line."""
    if judgement.outcome == "over_limit":
        return f"over the limit of {judgement.over or 'something'}"
    if judgement.error is not None:
        return judgement.error.original
    for check in judgement.checks:
        if check.passed is False:
            original = check.error.original if check.error else ""
            return f"{check.tests} {check.message or original}".strip()
    return judgement.outcome.replace("_", " ")


def _line(judgement: Judgement) -> int | None:
    return None if judgement.error is None else judgement.error.line


def _at(file: Path, message: str, fix: str, line: int | None = None) -> Finding:
    return Finding(file=file, line=line or 1, message=message, fix=fix)
