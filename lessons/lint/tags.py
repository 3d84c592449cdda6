"""Checks the tags of misconceptions: each one that is used is explained, and none is left over."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lessons.errors import LessonError
from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import read_wrong
from lessons.lint.findings import Finding
from lessons.names import nearest
from lessons.questions.forms import Choices, Curves, Form, Match, Number, Order
from lessons.questions.misconceptions import MISCONCEPTIONS_FILE, load_misconceptions
from lessons.reading.lesson_file import LESSON_FILE
from lessons.schema import Aside, Lesson, Quiz

CHECKS = "check.py"


@dataclass(frozen=True, slots=True)
class _Use:
    tag: str
    file: Path
    line: int


def check_tags(lesson: Lesson) -> Iterator[Finding]:
    """Tags of a lesson that nobody explains. Lessons from elsewhere may use tags of their own."""
    if not is_ours(lesson):
        return
    known = [one.tag for one in load_misconceptions()]
    for use in _uses(lesson):
        if use.tag not in known:
            near = nearest(use.tag, known)
            fix = f'Did you mean "{near}"?' if near else "Explain it in misconceptions.toml."
            message = f'the tag "{use.tag}" is not explained'
            yield Finding(file=use.file, line=use.line, message=message, fix=fix)


def check_unused(lessons: Iterable[Lesson], elsewhere: Iterable[str] = ()) -> Iterator[Finding]:
    """Explanations that no answer of all these lessons leads to, nor what is used elsewhere."""
    used = {use.tag for lesson in lessons for use in _uses(lesson)} | set(elsewhere)
    lines = MISCONCEPTIONS_FILE.read_text(encoding="utf-8").splitlines()
    for one in load_misconceptions():
        if one.tag not in used:
            yield Finding(
                file=MISCONCEPTIONS_FILE,
                line=lines.index(f"[{one.tag}]") + 1,
                message=f'no answer has the tag "{one.tag}"',
                fix="Use it where that is believed, or take it out.",
            )


def is_ours(lesson: Lesson) -> bool:
    """Whether the lesson lies where `misconceptions.toml` does."""
    return lesson.folder.is_relative_to(MISCONCEPTIONS_FILE.parent)


def tags_of(form: Form) -> tuple[str, ...]:
    """Tags that the wrong answers of a question carry."""
    match form:
        case Choices():
            found = [choice.tag for choice in form.choices]
        case Number():
            found = [wrong.tag for wrong in form.wrong]
        case Order() | Match() | Curves():
            found = [slip.tag for slip in form.slips]
        case _:
            found = []
    return tuple(dict.fromkeys(tag for tag in found if tag))


def _uses(lesson: Lesson) -> Iterator[_Use]:
    file = lesson.folder / LESSON_FILE
    for quiz in (*lesson.of(Quiz), *lesson.reviews):
        for tag in tags_of(quiz.form):
            yield _Use(tag, file, quiz.line)
    for aside in lesson.of(Aside):
        yield _Use(aside.when, file, aside.line)
    for exercise in lesson.of(Exercise):
        yield from _in_code(exercise.folder / CHECKS)
        with suppress(LessonError):  # reported where exercises are looked at
            for answer in read_wrong(exercise):
                if answer.tag:
                    yield _Use(answer.tag, answer.file, 1)


def _in_code(file: Path) -> Iterator[_Use]:
    """Every `tag="…"` of a file; what else is wrong with it is found elsewhere."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "tag":
            value = node.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                yield _Use(value.value, file, value.lineno)
