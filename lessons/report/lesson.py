"""What a learner predicted, ran, found and explained, put together from progress and runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.run_entry import RunEntry
from engine.runs import RunStore
from engine.thumbnail import POINTS, CurvePoint, thumbnail
from lessons import flow
from lessons.catalog import Catalog
from lessons.progress.records import LessonRecord, LessonStatus
from lessons.questions.sketching import compared, read_values
from lessons.report.doing import Answered, Practised, Treated, answered, practised, treated
from lessons.schema import Lesson, Predict, Quiz, Reflect


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """A prediction and what came of it."""

    block: str
    ask: str
    choice: str | None
    """Key of what was predicted; None where it was skipped."""
    expected: str
    """The same in words; empty where it was skipped."""
    confidence: int | None
    """1 (a guess) to 4 (certain)."""
    observed: str
    """What the runs say, in words; empty as long as they have not spoken."""
    right: bool | None
    """None while that is open, and where it was skipped."""
    runs: tuple[str, ...] = ()
    """Ids of the runs that settled it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A run of the lesson."""

    entry: RunEntry
    label: str
    """What it is called: its own name, or its scenario's."""
    curve: tuple[CurvePoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What the learner wrote, in their own words."""

    ask: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonReport:
    """One lesson, as far as the learner has come."""

    lesson: str
    title: str
    aim: str
    status: LessonStatus
    predictions: tuple[Predicted, ...]
    runs: tuple[Made, ...]
    """Oldest first."""
    explanations: tuple[Explained, ...]
    right_answers: int
    """Questions that were answered rightly."""
    questions: int
    """Questions of the lesson that were answered at all."""
    answers: tuple[Answered, ...] = ()
    exercises: tuple[Practised, ...] = ()
    clinics: tuple[Treated, ...] = ()


def report(
    lesson_id: str,
    catalog: Catalog,
    record: LessonRecord,
    entries: Iterable[RunEntry],
    store: RunStore,
    *,
    repeats: bool = False,
    points: int = POINTS,
) -> LessonReport:
    """Put a lesson's report together; `entries` may hold runs of other lessons too.

    `repeats`: whether runs that were made again in the same way are all told of. A lesson that no
    longer exists is reported by its id, with its runs.
    """
    lesson = known(catalog, lesson_id)
    own = [entry for entry in entries if entry.info.request.origin == lesson_id]
    told = sorted(own, key=lambda entry: entry.run) if repeats else latest(own)
    quizzes = dict(record.quizzes)
    asked = [] if lesson is None else [quizzes[q.id] for q in lesson.of(Quiz) if q.id in quizzes]
    return LessonReport(
        lesson=lesson_id,
        title=lesson.title if lesson else lesson_id,
        aim=lesson.aim if lesson else "",
        status=flow.lesson_status(lesson, record) if lesson else record.status,
        predictions=predicted(lesson, record),
        runs=tuple(
            Made(
                entry=entry,
                label=run_label(lesson, entry),
                curve=thumbnail(store.folder(entry.run), points),
            )
            for entry in told
        ),
        explanations=_explained(lesson, record),
        right_answers=sum(given.right for given in asked),
        questions=len(asked),
        answers=answered(lesson, record),
        exercises=practised(lesson, record),
        clinics=treated(lesson, record),
    )


def known(catalog: Catalog, lesson_id: str) -> Lesson | None:
    """The lesson of that id; None where there is none any more."""
    return next((lesson for lesson in catalog.lessons if lesson.id == lesson_id), None)


def run_label(lesson: Lesson | None, entry: RunEntry) -> str:
    """What a run is called: its own name, its scenario's label, or where it comes from."""
    if entry.notes.name:
        return entry.notes.name
    return scenario_label(lesson, entry)


def scenario_label(lesson: Lesson | None, entry: RunEntry) -> str:
    """The label of its scenario; `, by hand` where knobs were turned."""
    asked = entry.info.request
    found = [one for one in lesson.lab.scenarios if one.name == asked.name] if lesson else []
    if lesson is None or not found:
        return asked.name or "by hand"
    standard = asked.parameters == lesson.lab.parameters(found[0]) and not asked.changes
    return found[0].label if standard else f"{found[0].label}, by hand"


def latest(entries: Iterable[RunEntry]) -> list[RunEntry]:
    """Oldest first; a run that was made again in the same way takes its elder's place."""
    ordered = sorted(entries, key=lambda entry: entry.run)
    alike = {replace(e.info.request, steps_per_second=None, start_paused=False): e for e in ordered}
    return [entry for entry in ordered if entry in alike.values()]


def predicted(lesson: Lesson | None, record: LessonRecord) -> tuple[Predicted, ...]:
    """Every prediction that was given or skipped, in the order of the lesson."""
    blocks: Sequence[Predict] = lesson.of(Predict) if lesson else ()
    found = []
    for block in blocks:
        given, verdict = record.prediction(block.id), record.verdict(block.id)
        if given is None:
            continue
        words = {option.key: option.text for option in block.options}
        if block.sketch is not None and given.choice is not None:
            words[given.choice] = "a sketch of the curve"
            if verdict is not None:
                drawn, came = read_values(given.choice), read_values(verdict.observed)
                words[verdict.observed] = compared(block.sketch, drawn, came)
        choice = given.choice
        found.append(
            Predicted(
                block=block.id,
                ask=block.ask,
                choice=choice,
                expected=words.get(choice, choice) if choice is not None else "",
                confidence=given.confidence,
                observed=words.get(verdict.observed, verdict.observed) if verdict else "",
                right=verdict.right if verdict else None,
                runs=verdict.runs if verdict else (),
            )
        )
    return tuple(found)


def _explained(lesson: Lesson | None, record: LessonRecord) -> tuple[Explained, ...]:
    asks = {block.id: block.ask for block in lesson.of(Reflect)} if lesson else {}
    return tuple(
        Explained(ask=asks.get(block, ""), text=text) for block, text in record.reflections if text
    )
