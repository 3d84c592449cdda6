"""`tutor runs`: all runs that were made, found, looked at and written out."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import EngineError
from engine.run_entry import STANDINGS, RunEntry
from engine.runs import RunStore
from engine.runs_index import RunsIndex
from lessons.catalog import Catalog, load_catalog
from lessons.errors import TutorError
from lessons.names import unknown
from lessons.paths import data_folder, runs_folder
from lessons.progress.store import ProgressStore
from tui.headless.fail import fail
from tui.plots.palette import SymbolName
from tui.runs.facts import facts
from tui.runs.finding import Wanted, arranged, shortened
from tui.runs.listed import BY_NAME, Listed, listed
from tui.runs.tabulating import as_text

FAILED = 1
EMPTY = "No runs yet. `tutor run LESSON` makes some; in the app, r in a lab does.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The options of `tutor runs`, as they were typed."""

    words: tuple[str, ...] = ()
    """As in the filter of the app: every word has to be found."""
    lesson: str | None = None
    status: str | None = None
    sort: str = "when"
    turned: bool = False
    limit: int | None = None
    as_json: bool = False


class Runs:
    """The runs of a folder, as the commands see them."""

    def __init__(self, folder: Path | None) -> None:
        """`folder`: None is where the app keeps them."""
        self.store = RunStore(folder or runs_folder())
        self.catalog: Catalog = load_catalog()
        self.entries: tuple[RunEntry, ...] = RunsIndex(self.store).entries()

    def listed(self) -> tuple[Listed, ...]:
        """All of them with their words, newest first."""
        return listed(self.entries, self.catalog)

    def named(self, asked: Sequence[str]) -> list[RunEntry]:
        """The runs that ids, or unique parts of them, name. Raises UnknownName or BadValue."""
        by_id = {entry.run: entry for entry in self.entries}
        return [by_id[run] for run in dict.fromkeys(shortened(one, by_id) for one in asked)]


def list_runs(folder: Path | None, question: Question) -> int:
    """Print the runs that are asked for; returns the exit status."""
    try:
        runs = Runs(folder)
        found = asked_for(runs, question)
    except TutorError as error:
        return fail(error.problem)
    shown = found[: question.limit]
    if question.as_json:
        from tui.headless.run_json import runs_line

        sys.stdout.write(runs_line([one.entry for one in shown], len(found)).decode())
        return 0
    if not runs.entries:
        sys.stdout.write(EMPTY)
        return 0
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    sys.stdout.write(as_text(shown, width=width, plain=not speaks_unicode()))
    sys.stdout.write(f"{len(shown)} of {len(runs.entries)} runs\n")
    return 0


def asked_for(runs: Runs, question: Question) -> tuple[Listed, ...]:
    """The runs, in order. Raises UnknownName for a lesson, status or column that is none."""
    words, every = list(question.words), runs.listed()
    if question.lesson is not None:
        origins = {entry.info.request.origin for entry in runs.entries} - {""}
        known = {lesson.id for lesson in runs.catalog.lessons} | origins
        if question.lesson not in known:
            raise unknown("lesson", question.lesson, sorted(known))
        every = tuple(one for one in every if one.entry.info.request.origin == question.lesson)
    if question.status is not None:
        if question.status not in STANDINGS:
            raise unknown("status", question.status, STANDINGS)
        words.append(f"status:{question.status}")
    if question.sort not in BY_NAME:
        raise unknown("column", question.sort, BY_NAME)
    column = BY_NAME[question.sort].name
    wanted = Wanted(text=" ".join(words), column=column, turned=question.turned)
    return arranged(every, wanted)


def show_run(folder: Path | None, asked: str, *, as_json: bool) -> int:
    """Print everything about one run; returns the exit status."""
    from engine.thumbnail import thumbnail

    try:
        runs = Runs(folder)
        (entry,) = runs.named([asked])
    except TutorError as error:
        return fail(error.problem)
    curve = thumbnail(runs.store.folder(entry.run))
    if as_json:
        from tui.headless.run_json import run_line

        sys.stdout.write(run_line(entry, curve).decode())
        return 0
    from tui.runs.plotting import NamedCurve, curve_text

    (one,) = listed([entry], runs.catalog)
    symbols: SymbolName = "braille" if speaks_unicode() else "ascii"
    lines = [f"{fact.name:10} {fact.text}" for fact in facts(one)]
    lines += ["", *curve_text([NamedCurve(one.label, curve)], symbols)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def export_runs(folder: Path | None, asked: Sequence[str], kind: str, to: Path | None) -> int:
    """Write runs in a format; prints where each went, returns the exit status."""
    from tui.runs.exports import EXPORTS, Sources, export, format_named, write_here

    try:
        chosen = format_named(kind)
        runs = Runs(folder)
        entries = runs.named(asked)
        progress = ProgressStore.best_effort(data_folder())
        sources = Sources(store=runs.store, catalog=runs.catalog, record=progress.lesson)
        target = to or data_folder() / EXPORTS
        written = export(chosen, entries, target, sources, write_here(runs.store))
    except (TutorError, EngineError) as error:
        return fail(error.problem)
    for path in written.paths:
        sys.stdout.write(f"{path}\n")
    for problem in written.problems:
        fail(problem)
    return FAILED if written.problems else 0


def speaks_unicode() -> bool:
    """Whether standard output can show more than ASCII."""
    return (sys.stdout.encoding or "").lower().startswith("utf")
