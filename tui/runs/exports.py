"""Runs out of the house: every format, each written below a folder that is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.atomic import replacing
from engine.errors import EngineError
from engine.events import Problem
from engine.exporting.catalog import formats
from engine.run_entry import RunEntry
from engine.runs import RunStore
from lessons.catalog import Catalog
from lessons.errors import UnknownName
from lessons.names import unknown
from lessons.progress.records import LessonRecord
from lessons.report.lesson import known, report, run_label
from tui.runs.plotting import NamedRun, svg
from tui.runs.report import chapter

Format = Literal["csv", "jsonl", "tensorboard", "svg", "markdown"]
FORMATS: tuple[Format, ...] = ("csv", "jsonl", "tensorboard", "svg", "markdown")
RECORDS: tuple[Format, ...] = ("csv", "jsonl", "tensorboard")
"""Those that write the whole record of a run, which takes its time: one run at a time, by id."""
ABOUT: dict[Format, str] = {
    "csv": "One row a step, evaluations beside it. A file each.",
    "jsonl": "JSON lines with the keys of `tutor run --jsonl`. A file each.",
    "tensorboard": "Event files for TensorBoard. Needs the optional extra.",
    "svg": "The three plots as a picture, all runs together.",
    "markdown": "A report: prediction, settings, curve, result, your own words.",
}
EXPORTS = "exports"
"""Folder in the data folder, where nobody names another."""

WriteRecord = Callable[[str, Format, Path], str]
"""Writes one run, by id, in one of `RECORDS` below a folder; returns where."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and what was not."""

    paths: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What exports are made from."""

    store: RunStore
    catalog: Catalog
    record: Callable[[str], LessonRecord]
    """What the learner did in a lesson, by its id."""


def format_named(name: str) -> Format:
    """The format of that name. Raises UnknownName with the nearest one."""
    for known_format in FORMATS:
        if known_format == name:
            return known_format
    raise unknown_format(name)


def unknown_format(name: str) -> UnknownName:
    """There is no such format."""
    return unknown("format", name, FORMATS)


def write_here(store: RunStore) -> WriteRecord:
    """Writes records in this process, for programs without a screen."""

    def write(run: str, kind: Format, folder: Path) -> str:
        target = folder if kind == "tensorboard" else folder / f"{run}.{kind}"
        return str(formats.make(kind, run=store.load(run), path=target))

    return write


def export(
    kind: Format,
    entries: Sequence[RunEntry],
    folder: Path,
    sources: Sources,
    write_record: WriteRecord,
) -> Written:
    """Write the runs below a folder; what cannot be written does not keep the others back."""
    if kind in RECORDS:
        return _each(entries, lambda entry: write_record(entry.run, kind, folder))
    together = _lessons(entries)
    write = _svg if kind == "svg" else _markdown
    paths, problems = [], []
    for lesson, group in together.items():
        try:
            paths.append(write(lesson, group, folder, sources))
        except EngineError as error:
            problems.append(error.problem)
    return Written(tuple(paths), tuple(problems))


def _each(entries: Sequence[RunEntry], action: Callable[[RunEntry], str]) -> Written:
    paths, problems = [], []
    for entry in entries:
        try:
            paths.append(action(entry))
        except EngineError as error:
            problems.append(error.problem)
    return Written(tuple(paths), tuple(problems))


def _lessons(entries: Sequence[RunEntry]) -> dict[str, list[RunEntry]]:
    """Oldest first, by lesson: curves of different lessons do not belong on one axis."""
    groups: dict[str, list[RunEntry]] = {}
    for entry in sorted(entries, key=lambda one: one.run):
        groups.setdefault(entry.info.request.origin, []).append(entry)
    return groups


def _svg(lesson_id: str, entries: Sequence[RunEntry], folder: Path, sources: Sources) -> str:
    lesson = known(sources.catalog, lesson_id)
    named = [NamedRun(run_label(lesson, entry), sources.store.load(entry.run)) for entry in entries]
    title = lesson.title if lesson else lesson_id or "Runs"
    picture = svg(title, named, log_loss=lesson.lab.log_loss if lesson else False)
    return _save(folder / _name(lesson_id, entries, "svg"), picture)


def _markdown(lesson_id: str, entries: Sequence[RunEntry], folder: Path, sources: Sources) -> str:
    record = sources.record(lesson_id)
    found = report(lesson_id, sources.catalog, record, entries, sources.store, repeats=True)
    return _save(folder / _name(lesson_id, entries, "md"), chapter(found, level=1))


def _name(lesson_id: str, entries: Sequence[RunEntry], ending: str) -> str:
    """Of the lesson and the newest run, so that a later export does not take its place."""
    stem = "".join(c if c.isalnum() or c in "_-" else "-" for c in lesson_id.replace("/", "-"))
    more = f"-and-{len(entries) - 1}-more" if len(entries) > 1 else ""
    return f"{stem or 'runs'}-{entries[-1].run}{more}.{ending}"


def _save(path: Path, text: str) -> str:
    with replacing(path) as file:
        file.write(text.encode())
    return str(path)
