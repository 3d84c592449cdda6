"""What the map of the curriculum says: lanes of lessons, and what is told about one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons import flow
from lessons.map import CurriculumMap, Standing, standings
from lessons.progress.records import LessonRecord
from lessons.topics import load_topics
from tui.symbols import Symbols
from tui.widgets.lesson_about import About

if TYPE_CHECKING:
    from engine.runs import RunStore
    from lessons.catalog import Catalog
    from lessons.progress.store import ProgressStore

WORDS: dict[Standing, str] = {
    "done": "done",
    "started": "begun",
    "known": "known, not taken here",
    "open": "open",
    "waiting": "open; better after the others",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One lesson of a lane."""

    lesson: str
    """Its id."""
    title: str
    sign: str
    """How it stands."""
    due: bool
    """Whether something of it waits to be reviewed."""
    linked: bool
    """Whether it rests on the lesson to its left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One unit."""

    unit: str
    """Its id."""
    title: str
    right: str
    """How many of its lessons are done."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Atlas:
    """The map as it stands at one moment."""

    graph: CurriculumMap
    records: Mapping[str, LessonRecord]
    """By lesson id."""
    due: Mapping[str, int]
    """How much of a lesson waits to be reviewed."""
    symbols: Symbols

    @property
    def standings(self) -> dict[str, Standing]:
        """How every lesson stands."""
        return standings(self.graph.catalog, self.records)

    def signs(self) -> dict[Standing, str]:
        """The sign of each standing."""
        signs = self.symbols
        return {
            "done": signs.done,
            "started": signs.started,
            "known": signs.known,
            "open": signs.new,
            "waiting": signs.waiting,
        }

    def legend(self) -> str:
        """What the signs mean, on one line."""
        signs = self.symbols
        pairs = (
            (signs.done, "done"),
            (signs.started, "begun"),
            (signs.known, "known"),
            (signs.new, "open"),
            (signs.waiting, "later"),
            (signs.due, "to review"),
            (signs.before, "before"),
            (signs.after, "after"),
        )
        return "  ".join(f"{sign} {word}" for sign, word in pairs)

    def lanes(self) -> tuple[Lane, ...]:
        """A lane for every unit that has lessons."""
        stands, signs, nodes = self.standings, self.signs(), self.graph.nodes
        units = {unit.id: unit for unit in self.graph.catalog.units}
        lanes = []
        for unit, lessons in self.graph.lanes():
            done = sum(stands[one] == "done" for one in lessons)
            cells = tuple(
                Cell(
                    lesson=one,
                    title=nodes[one].lesson.title,
                    sign=signs[stands[one]],
                    due=bool(self.due.get(one)),
                    linked=place > 0 and lessons[place - 1] in nodes[one].needs,
                )
                for place, one in enumerate(lessons)
            )
            if cells:
                right = f"{done}/{len(lessons)}"
                lanes.append(Lane(unit=unit, title=units[unit].title, right=right, cells=cells))
        return tuple(lanes)

    def about(self, lesson_id: str) -> About:
        """What is told about a lesson."""
        node = self.graph.nodes[lesson_id]
        lesson = node.lesson
        topics = {topic.id: topic.title for topic in load_topics()}
        record = self.records.get(lesson_id, LessonRecord(lesson=lesson_id))
        done, total = flow.progress(lesson, record)
        stands = self.standings[lesson_id]
        state = [WORDS[stands], f"{lesson.minutes} min"]
        if stands == "started":
            state.insert(1, f"{done} of {total} done")
        if due := self.due.get(lesson_id):
            state.append(f"{due} to review")
        return About(
            title=lesson.title,
            aim=lesson.aim,
            facts=(
                ("state", f" {self.symbols.dot} ".join(state)),
                ("from", lesson.provider),
                ("rests on", self._named(node.needs) or "nothing"),
                ("leads to", self._named(node.leads)),
                ("topics", "; ".join(topics.get(one, one) for one in lesson.covers)),
            ),
        )

    def _named(self, lessons: tuple[str, ...]) -> str:
        stands, signs = self.standings, self.signs()
        named = (f"{signs[stands[one]]} {self.graph.nodes[one].lesson.title}" for one in lessons)
        return ", ".join(named)

    def suggested(self) -> str | None:
        """What to take next: what is begun, else the first that is open; None where all is done."""
        stands = self.standings
        for wanted in ("started", "open", "waiting"):
            for lesson in self.graph.order():
                if stands[lesson] == wanted:
                    return lesson
        return None


def due_counts(store: ProgressStore, catalog: Catalog, runs: RunStore) -> dict[str, int]:
    """How much of each lesson waits to be reviewed. May take a moment where there are many runs."""
    from lessons.review.desk import Desk

    return dict(Counter(item.lesson for item in Desk(store, catalog, runs).agenda().due))
