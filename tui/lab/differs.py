"""What the runs on the plots differ in: all of it, or so many words that say how much is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tui.figures import written
from tui.lab.facts import (
    FROM,
    SEED,
    START,
    Compared,
    Facts,
    facts_of,
    first_step,
    names_in,
    said_of,
    values_of,
)

__all__ = ["Compared", "differing_names", "differs", "own_sides", "parts", "shorter", "written"]

GAP = "   "
MOST_SEEDS = 5
"""Seeds that are named one by one."""
MOST_POINTS = 4
"""Runs whose seeds are named one by one where they do not repeat from setting to setting."""


def differs(runs: Sequence[Compared], every: Sequence[Compared] = ()) -> str:
    """`momentum 0 / 0.9 / 0.9   nesterov off / off / on`; empty where nothing differs.

    Runs that repeat a setting are named once, in the order in which they were made. `every`: all
    runs there are, among which parents of forks are looked for.
    """
    return GAP.join(parts(runs, every))


def shorter(found: Sequence[str]) -> tuple[str, ...]:
    """The same in fewer and fewer words, each saying how much it leaves out."""
    kept = [
        f"{GAP.join(found[:count])} … and {len(found) - count} more"
        for count in range(len(found) - 1, 0, -1)
    ]
    return (GAP.join(found), *kept)


def parts(runs: Sequence[Compared], every: Sequence[Compared] = ()) -> list[str]:
    """Every difference in words of its own."""
    known = {one.run: one for one in (*every, *runs)}
    facts = [facts_of(one, known) for one in runs]
    root = _root(runs)
    if root is not None:
        return _forks(runs, facts, root)
    return _side_by_side(facts)


def own_sides(runs: Sequence[Compared]) -> list[str]:
    """For each run, its own side of everything in which these runs differ, the seed left out.

    What tells most of them apart comes first: it is still read where the rest is cut.
    """
    known = {one.run: one for one in runs}
    facts = [facts_of(one, known) for one in runs]
    names = [name for name in names_in(facts) if name != SEED and values_of(name, facts) > 1]
    names.sort(key=lambda name: _alike(name, facts))
    return [
        GAP.join(
            f"{name} {fact[name]}"
            for name in names
            if fact.get(name) and not (name == FROM and fact[name] == START)
        )
        for fact in facts
    ]


def _alike(name: str, facts: Sequence[Facts]) -> tuple[int, int]:
    """Few values, and many runs that share one, come last."""
    counted = Counter(said_of(fact, name) for fact in facts)
    return -len(counted), max(counted.values())


def differing_names(first: Compared, second: Compared) -> list[str]:
    """What two runs differ in, by name."""
    known = {one.run: one for one in (first, second)}
    facts = [facts_of(one, known) for one in (first, second)]
    return [name for name in names_in(facts) if values_of(name, facts) > 1]


def _root(runs: Sequence[Compared]) -> Compared | None:
    """The run that all others go on from; None where they have not one parent on the plot."""
    roots = [one for one in runs if one.request.fork is None]
    forks = [one.request.fork for one in runs if one.request.fork is not None]
    if len(roots) == 1 and forks and all(fork.run == roots[0].run for fork in forks):
        return roots[0]
    return None


def _forks(runs: Sequence[Compared], facts: Sequence[Facts], root: Compared) -> list[str]:
    """`from step 400 of A: lr 0.1 → 0.01`, for every step that was gone on from."""
    before = next(fact for one, fact in zip(runs, facts, strict=True) if one is root)
    by_step: dict[int, list[Facts]] = {}
    for one, fact in zip(runs, facts, strict=True):
        if one.request.fork is not None:
            by_step.setdefault(first_step(one, one.request.fork), []).append(fact)
    found = []
    for step, after in by_step.items():
        changed = [
            f"{name} {said_of(before, name)} → {' / '.join(said_of(fact, name) for fact in after)}"
            for name in names_in([before, *after])
            if name != FROM and values_of(name, [before, *after]) > 1
        ]
        words = ", ".join(changed) or "nothing changed"
        found.append(f"from step {step} of {root.name}: {words}")
    return found


def _side_by_side(facts: Sequence[Facts]) -> list[str]:
    """What differs, one value for each setting."""
    names = [name for name in names_in(facts) if values_of(name, facts) > 1]
    others = [name for name in names if name != SEED]
    settings = list(dict.fromkeys(tuple(said_of(fact, name) for name in others) for fact in facts))
    if SEED not in names:
        return _aligned(others, settings)
    seeds = list(dict.fromkeys(fact[SEED] for fact in facts))
    if not others:
        return [_seeds(seeds)]
    points = {(*(said_of(fact, name) for name in others), fact[SEED]) for fact in facts}
    if len(points) == len(settings) * len(seeds):
        return [*_aligned(others, settings), f"{_seeds(seeds)} each"]
    if len(points) <= MOST_POINTS:
        every = list(dict.fromkeys(tuple(said_of(fact, name) for name in names) for fact in facts))
        return _aligned(names, every)
    return [*_aligned(others, settings), f"{len(seeds)} seeds, not the same for each"]


def _aligned(names: Sequence[str], settings: Sequence[tuple[str, ...]]) -> list[str]:
    columns = zip(*settings, strict=True)
    return [f"{name} {' / '.join(values)}" for name, values in zip(names, columns, strict=True)]


def _seeds(seeds: Sequence[str]) -> str:
    if len(seeds) <= MOST_SEEDS:
        return f"seed {' / '.join(seeds)}"
    return f"{len(seeds)} seeds"
