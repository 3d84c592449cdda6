"""`tutor check`: judges a file as the app does, without a screen."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from engine.client import Engine
from engine.errors import EngineError
from engine.events import Problem
from lessons.catalog import Catalog, load_catalog
from lessons.checking.verdict import Judgement
from lessons.errors import BadValue, TutorError
from lessons.exercises.exercise import Exercise
from lessons.exercises.judged import judge_attempt
from lessons.exercises.text_file import LARGEST, UnreadableError, read
from lessons.exercises.using import with_own_answers
from lessons.exercises.workspace import Workspace
from lessons.names import unknown
from lessons.paths import data_folder, runs_folder
from lessons.progress.store import ProgressError, ProgressStore
from lessons.schema import Lesson
from lessons.workers import workers
from tui.exercises.attempt import attempt_of, state_of
from tui.exercises.telling import Telling
from tui.headless.check_json import judgement_line
from tui.headless.fail import fail
from tui.symbols import ASCII, UNICODE, Symbols

EXIT = {"passed": 0, "failed": 1, "not_attempted": 2, "over_limit": 3}
"""Exit statuses; 2 is also a command that could not begin."""
STDIN = "-"
NEXT = "Name the file that you have written, or write - to read from a pipe."
WIDEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be judged."""

    text: str
    """`unit/lesson` or `unit/lesson:exercise`."""
    file: str | None = None
    """None: the learner's own; `-`: standard input."""
    seed: int | None = None
    as_json: bool = False


def check(asked: Asked) -> int:
    """Judge, and say what came of it; returns the exit status."""
    try:
        lesson, name = found(load_catalog(), asked.text)
        exercises = lesson.of(Exercise)
        if not name and len(exercises) != 1:
            return listed(lesson, exercises)
        exercise = named(exercises, name) if name else exercises[0]
        return judged(lesson, exercise, asked)
    except (TutorError, EngineError) as error:
        return fail(error.problem)


def found(catalog: Catalog, text: str) -> tuple[Lesson, str]:
    """The lesson, and the exercise's name where there is one. Raises UnknownName."""
    lesson, _, name = text.partition(":")
    return catalog.lesson(lesson), name


def named(exercises: list[Exercise], name: str) -> Exercise:
    """The exercise of that name. Raises UnknownName."""
    known = [exercise.id for exercise in exercises]
    if name not in known:
        raise unknown("exercise", name, known)
    return exercises[known.index(name)]


def listed(lesson: Lesson, exercises: list[Exercise]) -> int:
    """Which exercises there are, for whoever has named none."""
    if not exercises:
        return fail(
            Problem(
                title="Nothing to check",
                reason=f"{lesson.id} has no exercise.",
                next_step="`tutor list --json` names those of every lesson.",
            )
        )
    record = ProgressStore.best_effort(data_folder()).lesson(lesson.id)
    sys.stderr.write(f"tutor: {lesson.id} has several exercises; name one:\n")
    for exercise in exercises:
        state = state_of(exercise.id, record) or "Not begun."
        sys.stderr.write(f"  {lesson.id}:{exercise.id}  {exercise.title}. {state}\n")
    return EXIT["not_attempted"]


def judged(lesson: Lesson, exercise: Exercise, asked: Asked) -> int:
    """Judge one file, and keep that where it is the learner's own."""
    own = asked.file is None
    path = Workspace().path(lesson.id, exercise)
    text = Workspace().open(lesson.id, exercise).text if own else text_of(asked.file or STDIN)
    built = _built(exercise)
    engine = Engine(runs_folder(), workers())
    try:
        judgement = judge_attempt(built, text, engine.call, seed=asked.seed)
    finally:
        engine.close()
    if asked.as_json:
        file = str(path) if own else asked.file or STDIN
        sys.stdout.write(judgement_line(lesson, exercise, file, judgement))
    else:
        where = f"{path}\n" if own else ""
        sys.stdout.write(f"{where}{said(exercise, judgement)}")
    if own:
        keep(lesson, exercise, judgement, text)
    return EXIT[judgement.outcome]


def _built(exercise: Exercise) -> Exercise:
    """With the answers that it builds on; nothing is read for one that builds on none."""
    if not exercise.uses:
        return exercise
    return with_own_answers(exercise, load_catalog(), ProgressStore.best_effort(data_folder()))


def keep(lesson: Lesson, exercise: Exercise, judgement: Judgement, text: str) -> None:
    """Record the attempt; a disk that refuses changes nothing about the verdict."""
    try:
        store = ProgressStore.open(data_folder())
        store.record(lesson.id, exercise.id, attempt_of(judgement, text))
    except ProgressError as error:
        sys.stderr.write(f"tutor: {error}\n")


def text_of(file: str) -> str:
    """What is to be judged. Raises BadValue where it cannot be read."""
    if file == STDIN:
        piped = sys.stdin.buffer.read(LARGEST + 1)
        if len(piped) > LARGEST:
            raise BadValue("FILE", "There is more than 1 MB in the pipe.", NEXT)
        return piped.decode("utf-8", "replace")
    try:
        return read(Path(file)).text
    except FileNotFoundError:
        raise BadValue("FILE", f"There is no {file}.", NEXT) from None
    except (OSError, UnreadableError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadValue("FILE", f"{file} cannot be read: {reason}.", NEXT) from None


def said(exercise: Exercise, judgement: Judgement) -> str:
    """The results as lines of text."""
    width = min(WIDEST, shutil.get_terminal_size().columns)
    telling = Telling(symbols=signs(), limits=exercise.limits, width=width)
    return "".join(f"{row}\n" for row in telling.rows(judgement))


def signs() -> Symbols:
    """Those that the output can take."""
    return UNICODE if (sys.stdout.encoding or "").lower().startswith("utf") else ASCII
