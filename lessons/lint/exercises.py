"""Checks the files of code exercises without running them."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

from lessons.errors import LessonError
from lessons.exercises import folder as files
from lessons.exercises.exercise import Exercise
from lessons.exercises.fade import FadeError, faded, subgoals
from lessons.exercises.folder import Answer
from lessons.exercises.same_code import normalised, same_code
from lessons.exercises.starter import faded_starter, puzzle_of, starter_text
from lessons.exercises.statements import without_module_docstring
from lessons.lint.findings import Finding, in_lesson
from lessons.reading.blocks import EXERCISES
from lessons.schema import Lesson

LEAST_SOLUTIONS = 2
"""Right answers that differ in more than names."""
LEAST_WRONG = 3
"""Wrong answers that are kept as proof that they are rejected."""

_SEVERAL_WAYS = ("complete", "mend", "fade", "goal")
_SHORTEST_LEAK = 12
_DECORATOR = "check"


def check_exercises(lesson: Lesson) -> Iterator[Finding]:
    """What is wrong in the folders of a lesson's exercises, as far as reading shows it."""
    exercises = lesson.of(Exercise)
    known = {exercise.folder.name for exercise in exercises}
    for folder in sorted((lesson.folder / EXERCISES).glob("*/")):
        if folder.name not in known and folder.name[0] not in "._":
            fix = f'Give the lesson an exercise block with id = "{folder.name}", or remove it.'
            yield _at(folder, "no block of the lesson names this folder", fix)
    for exercise in exercises:
        yield from _block(lesson, exercise)
        yield from check_files(exercise)


def check_files(exercise: Exercise) -> Iterator[Finding]:
    """What is wrong in the folder of one exercise, as far as reading shows it."""
    if not exercise.folder.is_dir():
        fix = "Write starter.py, check.py, solutions/ and wrong/ into it."
        yield _at(exercise.folder, "the exercise has no folder", fix)
        return
    try:
        if exercise.kind == "output":
            yield from _python(exercise.folder / files.STARTER, files.read_starter(exercise))
            yield from _reasons(files.read_solutions(exercise))
        else:
            yield from _check_file(exercise)
            yield from _solutions(exercise)
            yield from _starter(exercise)
        yield from _wrong(exercise)
    except LessonError as error:
        yield Finding.of(error)


def _block(lesson: Lesson, exercise: Exercise) -> Iterator[Finding]:
    for place, hint in enumerate(exercise.hints, start=1):
        if not hint.text.strip() or not hint.ask.strip():
            message = f"{exercise.id}: hint {place} is blank"
            yield in_lesson(lesson, exercise.line, message, "Write it, or leave it out.")
    if bool(exercise.missing) != (exercise.kind == "fade"):
        message = f"{exercise.id}: `missing` belongs to the kind fade, and only to it"
        fix = "Name the subgoals that are left to the learner, or leave it out."
        yield in_lesson(lesson, exercise.line, message, fix)
    if exercise.uses and exercise.kind in ("output", "order"):
        message = f"{exercise.id}: what is predicted or put in order builds on no answers"
        yield in_lesson(lesson, exercise.line, message, "Leave `uses` out.")
    if exercise.distractors and exercise.kind != "order":
        message = f"{exercise.id}: `distractors` belong to the kind order"
        yield in_lesson(lesson, exercise.line, message, "Leave them out.")


def _check_file(exercise: Exercise) -> Iterator[Finding]:
    file = exercise.folder / files.CHECK
    source = files.read_check(exercise)
    bad = list(_python(file, source))
    stage = exercise.folder / files.STAGE
    if stage.exists():
        yield from _python(stage, stage.read_text(encoding="utf-8", errors="replace"))
    if bad:
        yield from bad
        return
    found = 0
    for function in ast.parse(source).body:
        if isinstance(function, ast.FunctionDef):
            for decorator in function.decorator_list:
                if isinstance(decorator, ast.Call) and _is_check(decorator.func):
                    found += 1
                    yield from _described(file, function, decorator)
    if not found:
        fix = 'Write functions under @check("What is tested.", why="Why it matters.").'
        yield _at(file, "nothing is checked", fix)


def _is_check(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name == _DECORATOR


def _described(file: Path, function: ast.FunctionDef, decorator: ast.Call) -> Iterator[Finding]:
    tests = decorator.args[0] if decorator.args else None
    why = next((keyword.value for keyword in decorator.keywords if keyword.arg == "why"), None)
    for said, word in ((tests, "what it tests"), (why, "why that matters")):
        blank = isinstance(said, ast.Constant) and not str(said.value).strip()
        if said is None or blank:
            message = f"{function.name} does not say {word}"
            fix = 'Write @check("What is tested.", why="Why it matters.").'
            yield _at(file, message, fix, function.lineno)


def _solutions(exercise: Exercise) -> Iterator[Finding]:
    solutions = files.read_solutions(exercise)
    reference = exercise.folder / files.SOLUTIONS / files.REFERENCE
    if not any(answer.file == reference for answer in solutions):
        yield _at(reference, "there is no reference", "Write the solution that others vary.")
    yield from _reasons(solutions)
    for answer in solutions:
        yield from _python(answer.file, answer.source)
    ways = {normalised(answer.source) for answer in solutions} - {None}
    if exercise.kind in _SEVERAL_WAYS and len(ways) < LEAST_SOLUTIONS:
        message = f"{len(ways)} solutions that differ in more than names"
        fix = f"Keep {LEAST_SOLUTIONS}: it proves that the checks ask for behaviour, not for text."
        yield _at(exercise.folder / files.SOLUTIONS, message, fix)
    if exercise.kind == "fade":
        yield from _every_gap(next(iter(solutions), None))


def _reasons(solutions: tuple[Answer, ...]) -> Iterator[Finding]:
    for answer in solutions:
        if not answer.idea:
            how = "a first line `# why`" if answer.file.suffix == ".txt" else "a docstring"
            fix = f"Begin it with {how}: how it goes about it."
            yield _at(answer.file, "a solution without its idea", fix)


def _every_gap(reference: Answer | None) -> Iterator[Finding]:
    """Each part of the reference can be missing alone, and all of them together."""
    if reference is None:
        return
    try:
        worked = without_module_docstring(reference.source)
        names = [part.name for part in subgoals(worked)]
        for missing in (*((name,) for name in names), tuple(names)):
            ast.parse(faded(worked, missing))
    except FadeError:
        return  # the starter cannot be made either, and says why
    except SyntaxError as error:
        fix = "Put its label where a statement begins, before all of its branches."
        message = f"without {', '.join(missing)} it is no Python: {error.msg}"
        yield _at(reference.file, message, fix)


def _starter(exercise: Exercise) -> Iterator[Finding]:
    if exercise.kind == "fade":
        faded_starter(exercise, exercise.missing)
        return
    if exercise.kind == "order":
        yield from _distractors(exercise)
        return
    file = exercise.folder / files.STARTER
    starter = starter_text(exercise)
    yield from _python(file, starter)
    for answer in files.read_solutions(exercise):
        if same_code(answer.source, starter):
            yield _at(file, f"it is the solution {answer.file.name}", "Take the answer out.")
        for line, leaked in _leaks(starter, answer.source):
            message = f"a comment gives away `{leaked}` of {answer.file.name}"
            yield _at(file, message, "Say what to do, not how it is written.", line)


def _distractors(exercise: Exercise) -> Iterator[Finding]:
    pieces = list(puzzle_of(exercise).pieces)
    for distractor in exercise.distractors:
        pieces.remove(distractor)
        if distractor in pieces:
            message = f"the distractor `{distractor}` is a line of the reference"
            reference = exercise.folder / files.SOLUTIONS / files.REFERENCE
            yield _at(reference, message, "Choose a line that belongs nowhere.")


def _leaks(starter: str, solution: str) -> Iterator[tuple[int, str]]:
    """Statements of a solution that stand in a comment of the starter, with their line."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(starter).readline))
        nodes = list(ast.walk(ast.parse(solution)))
    except (SyntaxError, tokenize.TokenError):
        return
    statements = [
        ast.unparse(node)
        for node in nodes
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Return | ast.Expr)
    ]
    for token in tokens:
        if token.type == tokenize.COMMENT:
            for statement in statements:
                text = _compact(statement)
                if len(text) >= _SHORTEST_LEAK and text in _compact(token.string):
                    yield token.start[0], statement


def _compact(text: str) -> str:
    return "".join(text.split())


def _wrong(exercise: Exercise) -> Iterator[Finding]:
    wrong = files.read_wrong(exercise)
    if len(wrong) < LEAST_WRONG:
        fix = f"Keep {LEAST_WRONG}: what learners would write who misunderstand something."
        message = f"{len(wrong)} wrong answers are kept"
        yield _at(exercise.folder / files.WRONG, message, fix)
    for answer in wrong:
        if not answer.idea:
            where = "a first line `# tag: why`" if exercise.kind == "output" else "a docstring"
            fix = f"Begin it with {where}: what somebody who writes this believes."
            yield _at(answer.file, "a wrong answer without its misconception", fix)


def _python(file: Path, source: str) -> Iterator[Finding]:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        message = f"this is not Python: {getattr(error, 'msg', error)}"
        yield _at(file, message, "Correct it.", line)


def _at(file: Path, message: str, fix: str, line: int = 1) -> Finding:
    return Finding(file=file, line=line, message=message, fix=fix)
