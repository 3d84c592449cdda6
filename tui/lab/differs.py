"""What the runs on the plots differ in: all of it, or so many words that say how much is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from engine.events import HyperparameterSet
from engine.request import RunRequest, Value
from engine.travel import Fork

GAP = "   "
NOTHING = "–"
SEED, DEVICE, FROM, BY_HAND = "seed", "device", "from", "by hand"
MEMORY = "optimiser state"
START = "the start"
SAME_RUN = ("name", "origin", "start_paused", "steps_per_second", "snapshot_every")
"""What a request may say without making another run of it."""
OWN_WORDS = ("parameters", "changes", "seed", "device", "fork")
OTHERS = {"recipe": "code", "steps": "steps at most"}
"""What fields of a request are called, so that no knob is called the same."""
RESERVED = (SEED, DEVICE, FROM, BY_HAND, MEMORY, *OTHERS.values())
MOST_SEEDS = 5
"""Seeds that are named one by one."""
MOST_POINTS = 4
"""Runs whose seeds are named one by one where they do not repeat from setting to setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A run, as far as it may differ from others."""

    run: str
    """Its id."""
    name: str
    """What the learner calls it."""
    request: RunRequest
    device: str = ""
    """Where it really trained; empty while that is not known."""
    first_step: int | None = None
    """Updates that were made before it, in the run that it goes on from; None: not known yet."""
    changes: tuple[HyperparameterSet, ...] = ()
    """What was changed by hand while it trained."""


Facts = dict[str, str]


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
    facts = [_facts(one, known) for one in runs]
    root = _root(runs)
    if root is not None:
        return _forks(runs, facts, root)
    return _side_by_side(facts)


def own_sides(runs: Sequence[Compared]) -> list[str]:
    """For each run, its own side of everything in which these runs differ, the seed left out."""
    known = {one.run: one for one in runs}
    facts = [_facts(one, known) for one in runs]
    names = [name for name in _names(facts) if name != SEED and _values(name, facts) > 1]
    return [
        GAP.join(
            f"{name} {fact[name]}"
            for name in names
            if fact.get(name) and not (name == FROM and fact[name] == START)
        )
        for fact in facts
    ]


def differing_names(first: Compared, second: Compared) -> list[str]:
    """What two runs differ in, by name."""
    known = {one.run: one for one in (first, second)}
    facts = [_facts(one, known) for one in (first, second)]
    return [name for name in _names(facts) if _values(name, facts) > 1]


def _facts(one: Compared, known: Mapping[str, Compared]) -> Facts:
    """Everything about a run that may differ, by what it is called."""
    request = one.request
    facts = {
        f"knob {name}" if name in RESERVED else name: written(value)
        for name, value in request.parameters
    }
    for key, value in request.changes:
        facts[f"{key} changed to" if key in facts else key] = written(value)
    for field in fields(request):
        if field.name not in (*SAME_RUN, *OWN_WORDS):
            facts[OTHERS.get(field.name, field.name)] = _other(
                field.name, getattr(request, field.name)
            )
    facts[DEVICE] = one.device or (request.device if request.device != "auto" else "")
    facts[FROM] = _origin(one, known)
    facts[MEMORY] = "afresh" if request.fork and not request.fork.keep_optimizer else "kept"
    facts[BY_HAND] = _by_hand(one, known)
    facts[SEED] = str(request.seed)
    return facts


def _other(name: str, value: object) -> str:
    """A further field of the request."""
    said = str(value).rpartition(":")[2] if name == "recipe" else str(value)
    return NOTHING if value is None else said


def _origin(one: Compared, known: Mapping[str, Compared]) -> str:
    fork = one.request.fork
    if fork is None:
        return START
    parent = known.get(fork.run)
    return f"step {_first(one, fork)} of {parent.name if parent else 'an earlier run'}"


def _first(one: Compared, fork: Fork) -> int:
    """The step it really went on from: snapshots are not taken at every one."""
    return fork.step if one.first_step is None else one.first_step


def _by_hand(one: Compared, known: Mapping[str, Compared]) -> str:
    """Changes on the way, those of the past that a fork shares with its parent included."""
    made = [f"{c.name} {written(c.value)} at {c.step}" for c in _all_changes(one, known)]
    return ", ".join(made)


def _all_changes(one: Compared, known: Mapping[str, Compared]) -> list[HyperparameterSet]:
    fork = one.request.fork
    if fork is None or (parent := known.get(fork.run)) is None:
        return list(one.changes)
    first = _first(one, fork)
    shared = [change for change in _all_changes(parent, known) if change.step <= first]
    return [*shared, *one.changes]


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
            by_step.setdefault(_first(one, one.request.fork), []).append(fact)
    found = []
    for step, after in by_step.items():
        changed = [
            f"{name} {_said(before, name)} → {' / '.join(_said(fact, name) for fact in after)}"
            for name in _names([before, *after])
            if name != FROM and _values(name, [before, *after]) > 1
        ]
        words = ", ".join(changed) or "nothing changed"
        found.append(f"from step {step} of {root.name}: {words}")
    return found


def _side_by_side(facts: Sequence[Facts]) -> list[str]:
    """What differs, one value for each setting."""
    names = [name for name in _names(facts) if _values(name, facts) > 1]
    others = [name for name in names if name != SEED]
    settings = list(dict.fromkeys(tuple(_said(fact, name) for name in others) for fact in facts))
    if SEED not in names:
        return _aligned(others, settings)
    seeds = list(dict.fromkeys(fact[SEED] for fact in facts))
    if not others:
        return [_seeds(seeds)]
    points = {(*(_said(fact, name) for name in others), fact[SEED]) for fact in facts}
    if len(points) == len(settings) * len(seeds):
        return [*_aligned(others, settings), f"{_seeds(seeds)} each"]
    if len(points) <= MOST_POINTS:
        every = list(dict.fromkeys(tuple(_said(fact, name) for name in names) for fact in facts))
        return _aligned(names, every)
    return [*_aligned(others, settings), f"{len(seeds)} seeds, not the same for each"]


def _aligned(names: Sequence[str], settings: Sequence[tuple[str, ...]]) -> list[str]:
    columns = zip(*settings, strict=True)
    return [f"{name} {' / '.join(values)}" for name, values in zip(names, columns, strict=True)]


def _seeds(seeds: Sequence[str]) -> str:
    if len(seeds) <= MOST_SEEDS:
        return f"seed {' / '.join(seeds)}"
    return f"{len(seeds)} seeds"


def _names(facts: Sequence[Facts]) -> list[str]:
    """What may differ, in the order of the first run that has it; the seed comes last."""
    found = dict.fromkeys(name for fact in facts for name in fact)
    return [*(name for name in found if name != SEED), SEED]


def _values(name: str, facts: Sequence[Facts]) -> int:
    """How many values there are; a device that is not known yet is none."""
    values = {_said(fact, name) for fact in facts}
    return len(values - {NOTHING} if name == DEVICE else values)


def _said(fact: Facts, name: str) -> str:
    return fact.get(name) or NOTHING


def written(value: Value | None) -> str:
    """A setting as the lab writes it."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:g}" if isinstance(value, float) else str(value)
