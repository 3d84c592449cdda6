"""Everything in which a run may differ from another one, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from engine.events import HyperparameterSet
from engine.request import RunRequest
from engine.travel import Fork
from tui.figures import NOTHING, written

SEED, DEVICE, FROM, BY_HAND = "seed", "device", "from", "by hand"
MEMORY = "optimiser state"
START = "the start"
SAME_RUN = ("name", "origin", "start_paused", "steps_per_second", "snapshot_every")
"""What a request may say without making another run of it."""
OWN_WORDS = ("parameters", "changes", "seed", "device", "fork")
OTHERS = {"recipe": "code", "steps": "steps at most"}
"""What fields of a request are called, so that no knob is called the same."""
RESERVED = (SEED, DEVICE, FROM, BY_HAND, MEMORY, *OTHERS.values())


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
"""What there is to say about a run, by what it is called."""


def facts_of(one: Compared, known: Mapping[str, Compared]) -> Facts:
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
    return f"step {first_step(one, fork)} of {parent.name if parent else 'an earlier run'}"


def first_step(one: Compared, fork: Fork) -> int:
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
    first = first_step(one, fork)
    shared = [change for change in _all_changes(parent, known) if change.step <= first]
    return [*shared, *one.changes]


def names_in(facts: Sequence[Facts]) -> list[str]:
    """What may differ, in the order of the first run that has it; the seed comes last."""
    found = dict.fromkeys(name for fact in facts for name in fact)
    return [*(name for name in found if name != SEED), SEED]


def values_of(name: str, facts: Sequence[Facts]) -> int:
    """How many values there are; a device that is not known yet is none."""
    values = {said_of(fact, name) for fact in facts}
    return len(values - {NOTHING} if name == DEVICE else values)


def said_of(fact: Facts, name: str) -> str:
    """A run's side of it; a stroke where it has none."""
    return fact.get(name) or NOTHING
