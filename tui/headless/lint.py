"""`tutor lint`: proves lessons sound, in lines of text or of JSON."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from engine.errors import EngineError
from lessons.catalog import Catalog, load_catalog
from lessons.errors import TutorError
from lessons.lint.curriculum import lint
from lessons.lint.findings import Finding
from lessons.reading.lesson_folder import lesson_named
from tui.headless.fail import fail
from tui.headless.lint_bench import EngineBench
from tui.headless.lint_progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be looked at, and how that is told."""

    lessons: tuple[str, ...] = ()
    """Ids or folders; empty: all there are."""
    quick: bool = False
    """Nothing is trained, and nothing judged."""
    as_json: bool = False


def lint_lessons(asked: Asked) -> int:
    """Print what is wrong; returns 0 where nothing is, 1 where something is, 2 for a misuse."""
    found = 0
    try:
        lessons = tuple(lesson_named(text) for text in asked.lessons)
        catalog = load_catalog()
        with bench_for(asked) as bench, Progress(bench) as progress:
            for finding in lint(catalog, lessons, bench, progress.begin):
                found += 1
                progress.clear()
                sys.stdout.write(f"{line_of(finding) if asked.as_json else finding}\n")
                sys.stdout.flush()
    except (TutorError, EngineError) as error:
        return fail(error.problem)
    if not asked.as_json:
        sys.stdout.write(f"{said(catalog, lessons, found, bench)}\n")
    return 1 if found else 0


@contextmanager
def bench_for(asked: Asked) -> Iterator[EngineBench | None]:
    """Where to train and judge; nothing where that is not wanted."""
    if asked.quick:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="tutor-lint-") as folder:
        bench = EngineBench(Path(folder))
        try:
            yield bench
        finally:
            bench.close()


def line_of(finding: Finding) -> str:
    """One object; its keys are a promise."""
    return msgspec.json.encode(
        {
            "file": str(finding.file),
            "line": finding.line,
            "message": finding.message,
            "fix": finding.fix,
        }
    ).decode()


def said(catalog: Catalog, lessons: tuple[str, ...], found: int, bench: EngineBench | None) -> str:
    """The last line."""
    parts = [f"{counted(len(lessons) or len(catalog.lessons), 'lesson')} checked"]
    if bench is not None:
        parts.append(f"{counted(bench.made, 'run')} made")
        parts.append(f"{counted(bench.judged, 'file')} judged")
    return ", ".join([*parts, counted(found, "problem")])


def counted(number: int, noun: str) -> str:
    """`1 lesson`, `2 lessons`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
