"""What home says about units and lessons: rows made from the catalogue and the progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons import flow
from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise
from lessons.opening import opening_of
from lessons.progress.records import LessonRecord
from lessons.schema import Predict, Quiz, Run
from lessons.topics import load_topics
from tui.widgets.lesson_about import About
from tui.widgets.row_list import Row

if TYPE_CHECKING:
    from lessons.catalog import Catalog
    from lessons.progress.records import LessonStatus
    from lessons.progress.store import ProgressStore
    from lessons.schema import Lesson, Unit
    from tui.symbols import Symbols


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that home shows, asked for afresh whenever it comes back into view."""

    catalog: Catalog
    records: dict[str, LessonRecord]
    """By lesson id."""
    last: str | None
    """Id of the lesson that was open last."""
    symbols: Symbols

    @classmethod
    def now(cls, catalog: Catalog, progress: ProgressStore, symbols: Symbols) -> Listing:
        """How everything stands at this moment."""
        records = {record.lesson: record for record in progress.all()}
        return cls(catalog, records, progress.last_lesson(), symbols)

    def record(self, lesson: Lesson) -> LessonRecord:
        """What the learner has done in a lesson."""
        return self.records.get(lesson.id) or LessonRecord(lesson=lesson.id)

    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons in the order of the catalogue."""
        return self.catalog.lessons

    def status(self, lesson: Lesson) -> LessonStatus:
        """How far the learner is with a lesson."""
        return flow.lesson_status(lesson, self.record(lesson))

    def done(self, lessons: tuple[Lesson, ...]) -> int:
        """How many of the lessons are done."""
        return sum(self.status(lesson) == "done" for lesson in lessons)

    def mark(self, status: LessonStatus) -> str:
        """The sign of a status."""
        signs = {
            "new": self.symbols.new,
            "started": self.symbols.started,
            "known": self.symbols.known,
        }
        return signs.get(status, self.symbols.done)

    def unit_rows(self) -> tuple[Row, ...]:
        """Units with how many of their lessons are done."""
        return tuple(self.unit_row(unit) for unit in self.catalog.units)

    def unit_row(self, unit: Unit) -> Row:
        """One unit."""
        done, total = self.done(unit.lessons), len(unit.lessons)
        of_all = {self.status(lesson) for lesson in unit.lessons}
        status: LessonStatus = "new"
        if total and done == total:
            status = "done"
        elif of_all & {"done", "started"}:
            status = "started"
        elif of_all == {"known"}:
            status = "known"
        mark = self.mark(status)
        return Row(key=unit.id, mark=mark, text=unit.title, right=f"{done}/{total}")

    def lesson_rows(self, unit: Unit) -> tuple[Row, ...]:
        """Lessons of a unit with their minutes and what they need first."""
        return tuple(
            Row(
                key=lesson.id,
                mark=self.mark(self.status(lesson)),
                text=lesson.title,
                right=f"{lesson.minutes} min",
                note=self.needs(lesson),
            )
            for lesson in unit.lessons
        )

    def needs(self, lesson: Lesson) -> str:
        """Lessons to take first that are not done; empty once it is begun."""
        if self.status(lesson) != "new":
            return ""
        known = {other.id: other for other in self.lessons()}
        missing = [
            known[needed].title
            for needed in lesson.requires
            if needed in known and self.status(known[needed]) not in ("done", "known")
        ]
        return f"needs {', '.join(missing)}" if missing else ""

    def about(self, lesson: Lesson) -> About:
        """What is said about a lesson to someone who is choosing."""
        titles = {topic.id: topic.title for topic in load_topics()}
        return About(
            title=lesson.title,
            aim=lesson.aim,
            facts=(
                ("first", self.needs(lesson).removeprefix("needs ")),
                ("from", lesson.provider),
                ("inside", inside(lesson)),
                ("topics", "; ".join(titles.get(topic, topic) for topic in lesson.covers)),
                ("sources", "; ".join(lesson.sources)),
            ),
        )

    def about_unit(self, unit: Unit) -> About:
        """The map of a unit, to someone who is choosing."""
        opening, signs = opening_of(unit, self.catalog), self.symbols
        words = ("you will", *("",) * len(opening.outcomes))
        return About(
            title=opening.title,
            aim=opening.aim,
            facts=(
                *zip(words, (f"{signs.dot} {one}" for one in opening.outcomes), strict=False),
                ("rests on", ", ".join(opening.rests_on)),
                ("inside", f"{len(opening.lessons)} lessons, {opening.minutes} minutes"),
            ),
        )

    def next_lesson(self) -> Lesson | None:
        """What to go on with: the lesson last open, else the first that is not done."""
        open_ones = [
            lesson for lesson in self.lessons() if self.status(lesson) not in ("done", "known")
        ]
        resumed = [lesson for lesson in open_ones if lesson.id == self.last]
        return next(iter(resumed or open_ones), None)

    def continue_row(self) -> tuple[Row, ...]:
        """The one line that Enter opens after the start; empty when everything is done."""
        lesson = self.next_lesson()
        if lesson is None:
            return ()
        record = self.record(lesson)
        if self.status(lesson) == "started":
            done, total = flow.progress(lesson, record)
            left = f"{flow.minutes_left(lesson, record)} min left"
            facts = ["Continue", lesson.title, f"{done} of {total} done", left]
        else:
            facts = ["Next" if self.last else "Start here", lesson.title, f"{lesson.minutes} min"]
        text = facts[0] + "   " + f" {self.symbols.dot} ".join(facts[1:])
        return (Row(key=lesson.id, mark="", text=text),)


def inside(lesson: Lesson) -> str:
    """What a lesson asks of the learner: `1 prediction, 3 runs, 2 questions, 1 exercise`."""
    runs = [block for block in lesson.blocks if isinstance(block, Run)]
    counts = (
        (len(lesson.of(Predict)), "prediction"),
        (sum(len(block.scenarios) * block.seeds for block in runs), "run"),
        (len(lesson.of(Quiz)), "question"),
        (len(lesson.of(Exercise)), "exercise"),
        (len(lesson.of(Clinic)), "clinic"),
    )
    return ", ".join(f"{count} {word}{'s' * (count > 1)}" for count, word in counts if count)
