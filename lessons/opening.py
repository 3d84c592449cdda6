"""How a unit opens: what the learner will be able to do, what it rests on, what lies ahead."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.catalog import Catalog
from lessons.schema import Lesson, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The map of a unit."""

    title: str
    aim: str
    outcomes: tuple[str, ...]
    """What the learner will be able to do."""
    rests_on: tuple[str, ...]
    """Titles of units."""
    lessons: tuple[str, ...]
    """Titles, in the order they are taught."""
    minutes: int
    """What they take together."""

    @property
    def markdown(self) -> str:
        """As it stands above the first lesson."""
        length = f"{len(self.lessons)} lessons, about {self.minutes} minutes"
        rests = f"It rests on {_listed(self.rests_on)}." if self.rests_on else ""
        outcomes = "\n".join(f"- {outcome}" for outcome in self.outcomes)
        way = " → ".join(self.lessons)
        parts = (
            f"# {self.title}",
            f"After this unit ({length}) you will be able to",
            outcomes,
            rests,
            f"The way: {way}.",
            "---",
        )
        return "\n\n".join(part for part in parts if part)


def opening_of(unit: Unit, catalog: Catalog) -> Opening:
    """The map of a unit."""
    titles = {other.id: other.title for other in catalog.units}
    return Opening(
        title=unit.title,
        aim=unit.aim,
        outcomes=unit.outcomes,
        rests_on=tuple(titles[name] for name in unit.rests_on if name in titles),
        lessons=tuple(lesson.title for lesson in unit.lessons),
        minutes=sum(lesson.minutes for lesson in unit.lessons),
    )


def opens_with(lesson: Lesson, catalog: Catalog) -> Opening | None:
    """The map that stands above a lesson; None where it begins no unit.

    The very first lesson begins at once: whoever comes here for the first time wants to see
    something happen, and finds the map at home.
    """
    unit = catalog.unit(lesson.unit)
    begins = unit.lessons[:1] == (lesson,) and catalog.lessons[:1] != (lesson,)
    return opening_of(unit, catalog) if begins and unit.outcomes else None


def _listed(names: tuple[str, ...]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
