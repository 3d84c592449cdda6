"""`tutor report`: what was predicted, run, found and explained."""

from __future__ import annotations

from pathlib import Path

from engine.errors import EngineError
from engine.run_entry import RunEntry
from engine.runs import RunStore
from engine.runs_index import RunsIndex
from lessons.catalog import Catalog, load_catalog
from lessons.errors import TutorError
from lessons.names import unknown
from lessons.paths import data_folder, runs_folder
from lessons.progress.records import LessonRecord
from lessons.progress.store import ProgressStore
from lessons.report.learner import KINDS, LearnerReport, learner_report
from lessons.report.lesson import LessonReport, report
from tui.headless.fail import fail
from tui.headless.putting import put_text
from tui.headless.runs import speaks_unicode

FORMATS = ("markdown", "json")


def write_report(lessons: tuple[str, ...], kind: str, to: Path | None) -> int:
    """Write the report of these lessons, or of all; returns the exit status."""
    try:
        if kind not in FORMATS:
            raise unknown("format", kind, FORMATS)
        plain = to is None and not speaks_unicode()
        text = _written(gathered(lessons), _learner(lessons), kind, plain=plain)
        put_text(text, to)
    except (TutorError, EngineError) as error:
        return fail(error.problem)
    return 0


def gathered(asked: tuple[str, ...]) -> list[LessonReport]:
    """Reports in the order of the curriculum; of all lessons with something to tell, or of these.

    Raises UnknownName.
    """
    catalog, store = load_catalog(), RunStore(runs_folder())
    entries = RunsIndex(store).entries()
    records = {one.lesson: one for one in ProgressStore.best_effort(data_folder()).all()}
    known = _known(catalog, records, entries)
    for lesson in asked:
        if lesson not in known:
            raise unknown("lesson", lesson, known)
    chosen = asked or tuple(known)
    return [
        report(lesson, catalog, records.get(lesson, LessonRecord(lesson=lesson)), entries, store)
        for lesson in chosen
    ]


def _known(
    catalog: Catalog, records: dict[str, LessonRecord], entries: tuple[RunEntry, ...]
) -> list[str]:
    """Lessons of the curriculum, then those that are no longer in it."""
    taught = [lesson.id for lesson in catalog.lessons]
    left = [*records, *sorted({entry.info.request.origin for entry in entries} - {""})]
    return list(dict.fromkeys([*taught, *left]))


def _learner(asked: tuple[str, ...]) -> LearnerReport:
    history = ProgressStore.best_effort(data_folder()).history(*KINDS)
    return learner_report(history, load_catalog(), asked)


def _written(reports: list[LessonReport], learner: LearnerReport, kind: str, *, plain: bool) -> str:
    if kind == "json":
        from tui.headless.run_json import reports_line

        return reports_line(reports, learner).decode()
    from tui.runs.report import document

    return document(reports, "ascii" if plain else "braille", learner)
