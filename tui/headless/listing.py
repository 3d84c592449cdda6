"""`tutor list`: the curriculum and how far the learner is."""

from __future__ import annotations

import sys

import msgspec

from lessons import flow
from lessons.catalog import Catalog, load_catalog
from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise
from lessons.paths import data_folder
from lessons.progress.records import LessonRecord
from lessons.progress.store import ProgressStore
from lessons.schema import Lesson, Predict, Quiz

SIGNS = {"new": "○", "started": "◐", "known": "◇", "done": "✓"}
PLAIN = {"new": ".", "started": "~", "known": "=", "done": "+"}


def listing(*, as_json: bool) -> int:
    """Print units and lessons; broken ones go to standard error. Returns the exit status."""
    catalog = load_catalog()
    progress = ProgressStore.best_effort(data_folder())
    records = {record.lesson: record for record in progress.all()}
    if as_json:
        sys.stdout.write(to_json(catalog, records).decode() + "\n")
    else:
        sys.stdout.write(to_text(catalog, records))
    for notice in (progress.notice, *(str(problem) for problem in catalog.problems)):
        if notice:
            sys.stderr.write(f"tutor: {notice}\n")
    return 1 if catalog.problems else 0


def to_text(catalog: Catalog, records: dict[str, LessonRecord]) -> str:
    """A line for every lesson under its unit."""
    signs = SIGNS if (sys.stdout.encoding or "").lower().startswith("utf") else PLAIN
    widest = max((len(lesson.id) for lesson in catalog.lessons), default=0)
    lines = []
    for unit in catalog.units:
        lines.append(unit.title)
        for lesson in unit.lessons:
            record = records.get(lesson.id, LessonRecord(lesson=lesson.id))
            sign = signs[flow.lesson_status(lesson, record)]
            done, total = flow.progress(lesson, record)
            far = f"{done}/{total}"
            topics = " ".join(lesson.covers)
            lines.append(
                f"  {sign} {lesson.id:{widest}}  {lesson.minutes:3} min  {far:>6}  "
                f"{lesson.title}  [{topics}]"
            )
        lines.append("")
    return "\n".join(lines)


def to_json(catalog: Catalog, records: dict[str, LessonRecord]) -> bytes:
    """One object; its keys are a promise."""
    units = [
        {
            "id": unit.id,
            "title": unit.title,
            "lessons": [
                _entry(lesson, records.get(lesson.id, LessonRecord(lesson=lesson.id)))
                for lesson in unit.lessons
            ],
        }
        for unit in catalog.units
    ]
    return msgspec.json.encode({"units": units})


def _entry(lesson: Lesson, record: LessonRecord) -> dict[str, object]:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "minutes": lesson.minutes,
        "requires": lesson.requires,
        "covers": lesson.covers,
        "scenarios": [scenario.name for scenario in lesson.lab.scenarios],
        "knobs": [knob.name for knob in lesson.lab.knobs],
        "predictions": len(lesson.of(Predict)),
        "questions": len(lesson.of(Quiz)),
        "exercises": [exercise.id for exercise in lesson.of(Exercise)],
        "clinics": [clinic.id for clinic in lesson.of(Clinic)],
        "status": flow.lesson_status(lesson, record),
        "from": lesson.provider,
    }
