"""Which runs of earlier visits lie on the bench again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from engine.annotations import Annotations
from engine.errors import EngineError
from engine.run_entry import Standing, read_entry
from engine.runs import RunStore
from lessons.progress.records import RunMade

MOST_RESTORED = 25
"""Runs of earlier visits that are put on the bench."""
MOST_LOST = 10
"""Latest runs among which those are looked for that no record of the learner's names."""
MOST_LATEST = 5
"""Latest runs that come back where there is no lesson to say which matter."""
LOOKED_AT = 200
"""Latest runs among which pinned and named ones are looked for."""


def cut_off(store: RunStore, lab: str, known: Collection[str]) -> list[str]:
    """Latest runs of a lab whose end is on no record, in the order in which they were made.

    `known`: runs that need not be looked at, since they are on record as made.
    """
    mine = [run for run in made_in(store, lab) if run not in known]
    return [run for run in mine[-MOST_LOST:] if standing(store, run) == "unfinished"]


def latest(store: RunStore, lab: str) -> list[str]:
    """A lab's latest runs that are over, however they ended, and those pinned or named."""
    made = made_in(store, lab)
    over = [run for run in made[-MOST_LOST:] if standing(store, run) not in ("running", None)]
    notes = {run: store.annotations(run) for run in made[-LOOKED_AT:]}
    marked = [run for run, found in notes.items() if found.pinned or found.name]
    wanted = {*marked[-MOST_RESTORED:], *over[-MOST_LATEST:]}
    return [run for run in made if run in wanted]


def made_in(store: RunStore, lab: str) -> list[str]:
    """All runs of a lab, oldest first."""
    return [info.run for info in store if info.request.origin == lab]


def standing(store: RunStore, run: str) -> Standing | None:
    """How it stands; None where it cannot be read."""
    try:
        return read_entry(store, run).status
    except EngineError:
        return None


def to_restore(
    made: Sequence[RunMade],
    scenarios: set[str],
    notes: Callable[[str], Annotations],
    asked: Sequence[str] = (),
) -> list[str]:
    """Ids in the order in which they were made, those that were asked for at the end.

    Runs that were pinned or named come back before all others, also where knobs were turned by
    hand; of the others, the latest standard one of each scenario and seed.
    """
    fitting = [run for run in made if run.scenario in scenarios and run.run not in asked]
    kept = []
    for run in fitting[-LOOKED_AT:]:
        found = notes(run.run)
        if found.pinned or found.name:
            kept.append(run.run)
    kept = kept[-MOST_RESTORED:]
    standard = {(run.scenario, run.seed): run.run for run in fitting if run.standard}
    others = [run for run in standard.values() if run not in kept]
    room = MOST_RESTORED - len(kept)
    wanted = {*kept, *(others[-room:] if room else ())}
    return [*(run.run for run in fitting if run.run in wanted), *asked]
