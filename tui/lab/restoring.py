"""Which runs of earlier visits lie on the bench again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.annotations import Annotations
from lessons.records import RunMade

MOST_RESTORED = 25
"""Runs of earlier visits that are put on the bench."""
LOOKED_AT = 200
"""Latest runs among which pinned and named ones are looked for."""


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
