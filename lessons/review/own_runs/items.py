"""All items about the learner's own runs: a few of each lesson, so that they stay a spice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice

from engine.run_entry import RunEntry
from engine.runs import RunStore
from lessons.review.clock import Clock
from lessons.review.item import Item, scattered
from lessons.review.own_runs.moment import moment_id, moment_item
from lessons.review.own_runs.rate import rate_id, rate_item
from lessons.review.own_runs.seen import SeenRun, seen_runs
from lessons.review.own_runs.which import which_item, which_items
from lessons.review.own_runs.words import since
from lessons.review.standing import Standings
from lessons.schema import Lesson

A_LESSON = 3
"""Items about the runs of one lesson, at most."""
TRIED = 24
"""Ideas for questions of a lesson that are tried until there are as many."""


def run_items(
    lessons: Iterable[Lesson],
    entries: Sequence[RunEntry],
    store: RunStore,
    standings: Standings,
    clock: Clock,
) -> list[Item]:
    """Items of all lessons that runs were made in. `entries`: all runs, newest first.

    They are made anew each day from the newest run of the same settings, with other values to
    choose from: what is known belongs to the settings, not to one run.
    """
    found: list[Item] = []
    for lesson in lessons:
        candidates = _candidates(seen_runs(lesson, entries, store, clock), clock)
        asked = {name for name, _ in candidates if not standings.of((lesson.id, name)).new}
        # What was asked once stays; of the rest chance decides, the same every day.
        candidates.sort(key=lambda one: (one[0] not in asked, scattered(one[0])))
        tried = candidates[: len(asked) + TRIED]
        made = (item for _, make in tried if (item := make()) is not None)
        found += islice(made, A_LESSON)
    return found


Maker = Callable[[], Item | None]


def _candidates(runs: Sequence[SeenRun], clock: Clock) -> list[tuple[str, Maker]]:
    """Everything that might be asked, by id; most of it costs nothing until it is made."""
    found: list[tuple[str, Maker]] = []
    for run in runs:
        lead = _lead("your run", run, clock)
        found.append((rate_id(run), partial(rate_item, run, runs, clock, lead)))
        found.append((moment_id(run), partial(moment_item, run, clock, lead)))
    for name, group, knob in which_items(runs):
        lead = _lead("your runs", max(group, key=lambda run: run.made), clock)
        found.append((name, partial(which_item, name, group, knob, clock, lead)))
    return found


def _lead(whose: str, run: SeenRun, clock: Clock) -> str:
    ago = since(clock.day(run.made), clock.today())
    return f"{run.lesson.title}, {whose} made {ago}"
