"""The curriculum as a graph: which lesson rests on which, in layers, and how each one stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from lessons import flow
from lessons.catalog import Catalog
from lessons.progress.records import LessonRecord
from lessons.schema import Lesson

Standing = Literal["done", "started", "known", "open", "waiting"]
"""`waiting`: lessons that it rests on are neither done nor known. It can be opened all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A lesson among the others."""

    lesson: Lesson
    layer: int
    """Lessons on the longest way to it: 0 rests on nothing."""
    needs: tuple[str, ...]
    """Ids of the lessons that it rests on directly, in the order of the curriculum."""
    leads: tuple[str, ...]
    """Ids of the lessons that rest on it directly."""


class CurriculumMap:
    """All lessons and what lies between them. Requirements that run in a circle are passed over."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        lessons = {lesson.id: lesson for lesson in catalog.lessons}
        layers = _layers(lessons)
        needs = {
            lesson.id: tuple(
                one for one in lessons if one in lesson.requires and layers[one] < layers[lesson.id]
            )
            for lesson in lessons.values()
        }
        self.nodes: dict[str, Node] = {
            name: Node(
                lesson=lesson,
                layer=layers[name],
                needs=needs[name],
                leads=tuple(other for other in lessons if name in needs[other]),
            )
            for name, lesson in lessons.items()
        }
        """By lesson id, in the order of the curriculum."""

    def before(self, lesson: str) -> frozenset[str]:
        """Everything that a lesson rests on, also by way of others."""
        return self._reached(lesson, {name: node.needs for name, node in self.nodes.items()})

    def after(self, lesson: str) -> frozenset[str]:
        """Everything that rests on a lesson, also by way of others."""
        return self._reached(lesson, {name: node.leads for name, node in self.nodes.items()})

    def order(self) -> tuple[str, ...]:
        """All lessons, each behind those that it rests on; otherwise as they are taught."""
        found: dict[str, None] = {}
        for name in self.nodes:
            before = self.before(name) - found.keys()
            missing = sorted((one for one in self.nodes if one in before), key=self._depth)
            found.update(dict.fromkeys([*missing, name]))
        return tuple(found)

    def lanes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Units with their lessons, those in front that the others rest on."""
        return tuple(
            (unit.id, tuple(sorted((one.id for one in unit.lessons), key=self._depth)))
            for unit in self.catalog.units
        )

    def _depth(self, name: str) -> int:
        return self.nodes[name].layer

    def _reached(self, lesson: str, edges: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
        found: set[str] = set()
        waiting = list(edges[lesson])
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += edges[name]
        return frozenset(found)


def standings(
    catalog: Catalog, records: Mapping[str, LessonRecord] | Iterable[LessonRecord]
) -> dict[str, Standing]:
    """How every lesson stands, by its id."""
    known = records if isinstance(records, Mapping) else {one.lesson: one for one in records}
    status = {
        lesson.id: flow.lesson_status(lesson, known.get(lesson.id, LessonRecord(lesson=lesson.id)))
        for lesson in catalog.lessons
    }
    found: dict[str, Standing] = {}
    for lesson in catalog.lessons:
        of_it = status[lesson.id]
        if of_it == "new":
            needed = (status[one] for one in lesson.requires if one in status)
            found[lesson.id] = (
                "open" if all(one in ("done", "known") for one in needed) else "waiting"
            )
        else:
            found[lesson.id] = of_it
    return found


def _layers(lessons: Mapping[str, Lesson]) -> dict[str, int]:
    """For each lesson the length of the longest way to it.

    Without recursion: a chain may be longer than Python's stack allows.
    """
    needs = {
        name: [one for one in lesson.requires if one in lessons] for name, lesson in lessons.items()
    }
    layers: dict[str, int] = {}
    while len(layers) < len(lessons):
        ready = [
            name
            for name, needed in needs.items()
            if name not in layers and all(one in layers for one in needed)
        ]
        # What only a circle keeps waiting is laid where its other requirements allow.
        for name in ready or [next(name for name in lessons if name not in layers)]:
            layers[name] = max((layers[one] + 1 for one in needs[name] if one in layers), default=0)
    return layers
