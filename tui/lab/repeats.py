"""What the same seeds with two settings say, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.lab.groups import Group
from tui.lab.live_run import LiveRun

if TYPE_CHECKING:
    from engine.search.verdict import Verdict

OFFERED = (3, 6, 10)
"""Numbers of seeds to choose from."""
DEFAULT = 6
"""With fewer, not even seeds that all agree say anything at 5 %."""
MOST_SEEDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The number by which two runs are compared."""

    name: str
    """Which: `validation loss`."""
    value: float
    """NaN for a run that has none any more."""


def end(run: LiveRun) -> End:
    """Its last validation loss, or the mean of its last epoch where nothing is validated."""
    validated = run.history.evaluations
    if run.broke is not None:
        return End(name="validation loss" if len(validated) else "training loss", value=math.nan)
    if len(validated):
        return End(name="validation loss", value=validated.latest)
    epoch = run.started.steps_per_epoch if run.started is not None else 0
    last = run.history.loss.values[-max(epoch, 1) :]
    return End(
        name="training loss of the last epoch" if epoch > 1 else "training loss",
        value=float(last.mean()) if len(last) else math.nan,
    )


def verdicts(groups: Sequence[Group], chosen: str) -> list[str]:
    """The chosen scenario against every other one with the same seeds, a sentence each."""
    done = [group for group in groups if not group.under_way]
    first = next((group for group in done if group.runs[0].scenario == chosen), None)
    first = first or (done[0] if done else None)
    return [verdict(first, other) for other in done if first is not None and other is not first]


def verdict(first: Group, second: Group) -> str:
    """Whether one ends lower than the other, or these seeds cannot tell."""
    ours = {run.info.request.seed: end(run) for run in first.runs}
    theirs = {run.info.request.seed: end(run) for run in second.runs}
    shared = [seed for seed in ours if seed in theirs]
    if not shared:
        return f"{first.label} and {second.label} have no seed in common: R repeats with the same."
    counting = [
        (ours[seed], theirs[seed])
        for seed in shared
        if math.isfinite(ours[seed].value) and math.isfinite(theirs[seed].value)
    ]
    left_out = _left_out(len(shared) - len(counting))
    if not counting:
        return f"{first.label} and {second.label}: no seed came to a number in both."
    names = {one.name for pair in counting for one in pair}
    if len(names) > 1:
        return f"{first.label} and {second.label} are measured by different losses."
    finite = [(a.value, b.value) for a, b in counting]
    found = _compared(tuple(finite))
    words = _clear(first, second, finite, found) or _unclear(first, second, finite, found)
    return f"{words} ({names.pop()}{left_out})"


Pairs = Sequence[tuple[float, float]]


@lru_cache(maxsize=64)
def _compared(pairs: tuple[tuple[float, float], ...]) -> Verdict:
    """Counting all patterns of signs takes too long to do it at every frame."""
    from engine.search import compare

    return compare([a for a, _ in pairs], [b for _, b in pairs])


def _clear(first: Group, second: Group, pairs: Pairs, found: Verdict) -> str:
    if found.outcome == "can't tell":
        return ""
    lower, higher = (first, second) if found.outcome == "a lower" else (second, first)
    times = sum(a < b for a, b in pairs) if lower is first else sum(b < a for a, b in pairs)
    return (
        f"{lower.label} ends lower than {higher.label} in {times} of {len(pairs)} seeds; "
        f"a difference this clear comes by chance in {shuffles(found.p)}"
    )


def _unclear(first: Group, second: Group, pairs: Pairs, found: Verdict) -> str:
    times = sum(a < b for a, b in pairs)
    if all(a == b for a, b in pairs):
        return f"{first.label} and {second.label} end the same with every seed"
    said = (
        f"these seeds cannot tell: {first.label} ends lower than {second.label} in {times} of "
        f"{len(pairs)}; such a difference comes by chance in {shuffles(found.p)}"
    )
    if found.more_seeds is None:
        return f"{said}, and hardly any number of seeds would show it"
    return f"{said}; about {found.more_seeds} more would show it, if it is there"


def shuffles(p: float) -> str:
    """A probability as so many of a hundred shuffles."""
    count = round(100 * p)
    return f"{count} of 100 shuffles" if count else "fewer than 1 of 100 shuffles"


def _left_out(seeds: int) -> str:
    if not seeds:
        return ""
    return f"; {seeds} {'seed' if seeds == 1 else 'seeds'} without a number left out"
