"""Where a run is, in a sentence: what a plot shows, for those who listen instead of look."""

from __future__ import annotations

import math
from collections.abc import Sequence

from engine.events import Event, LogLine, RunEnded
from tui.figures import number
from tui.lab.happenings import mark_of
from tui.lab.live_run import LiveRun

STEADY = 0.02
"""Relative change of a loss or a rate below which it counts as unchanged."""
GRADIENT_STEADY = 0.25
"""The same for a gradient norm, which scatters more."""
WINDOW = 20
"""Steps over which a gradient norm is averaged."""
LOSS_SHARE = 0.9
"""Share of the past in the average loss that is spoken of."""
QUIET = "SH"
"""Marks that are not spoken of one by one: snapshots come often, changes were the listener's."""


def narrated(run: LiveRun, since: int, at: int | None = None, *, name: str = "") -> str:
    """`step 200: loss 0.41, down 12 % since 100; LR falling, 0.003; gradient norm steady, 0.8`.

    `since`: the step that it is compared with; `at`: the step that is spoken of, without one the
    newest. `name`: which run it is, where that has to be said first.
    """
    newest, lead = run.history.step, f"{name}, " if name else ""
    step = newest if at is None else at
    if run.started is None or newest == run.first_step:
        return f"{lead}no step made yet"
    parts = [
        f"{lead}step {step} of {run.started.steps}: {_loss(run, since, step)}",
        _rate(run, since, step),
        _gradient(run, since, step),
    ]
    measured = run.at(step).evaluation
    if math.isfinite(measured):
        parts.append(f"validation loss {number(measured)}")
    if step == newest:
        parts += [f"{metric.name} {number(metric.value)}" for metric in run.metrics]
        parts += ["paused"] if run.paused else []
    return "; ".join(parts)


def happened(event: Event, *, of: str = "") -> str | None:
    """An event in words; None for what is not worth a line. `of`: the name of its run."""
    lead = f"{of}, " if of else ""
    match event:
        case LogLine():
            return f"{lead}the lab's code says: {event.text}"
        case RunEnded():
            return lead + _end(event)
    mark = mark_of(event)
    if mark is None or mark.letter in QUIET:
        return None
    return f"{lead}step {mark.step}: {mark.meaning}"


def _end(ended: RunEnded) -> str:
    said = f"{ended.status} after {ended.steps} steps in {ended.seconds:.1f} seconds"
    if ended.problem is None:
        return said
    return f"{said}. {ended.problem.title}: {ended.problem.reason} {ended.problem.next_step}"


def _loss(run: LiveRun, since: int, step: int) -> str:
    loss = run.at(step).loss
    if not math.isfinite(loss):
        return f"loss {loss}, no longer a number"
    now, before = _average(run, step), _average(run, since)
    said = f"loss {number(now)}"
    if since <= _beginning(run) or since >= step or not math.isfinite(before) or before == 0:
        return said
    change = (now - before) / abs(before)
    if abs(change) < STEADY:
        return f"{said}, unchanged since {since}"
    way = "down" if change < 0 else "up"
    size = (
        f"{abs(change):.0%}".replace("%", " %") if abs(change) < 10 else f"{now / before:.0f} times"
    )
    return f"{said}, {way} {size} since {since}"


def _average(run: LiveRun, step: int) -> float:
    """What a smoothed curve shows: one batch says little."""
    history, noisy = _maker(run, step).history, run.noisy
    return (history.smoothed(LOSS_SHARE).column if noisy else history.loss).at(step)


def _maker(run: LiveRun, step: int) -> LiveRun:
    """Who made a step: what a fork goes on from was made by its parent."""
    while run.parent is not None and step <= run.first_step:
        run = run.parent
    return run


def _beginning(run: LiveRun) -> int:
    """The step before the first one that is known, of the run or of those it goes on from."""
    return _maker(run, 0).first_step


def _rate(run: LiveRun, since: int, step: int) -> str:
    now, before = run.at(step).lr[0], run.at(max(since, _beginning(run) + 1)).lr[0]
    return f"LR {_way(before, now, STEADY)}, {number(now)}"


def _gradient(run: LiveRun, since: int, step: int) -> str:
    now = _mean(run, step)
    before = _mean(run, since) if since > _beginning(run) else now
    if not math.isfinite(now):
        return "gradient norm no longer a number"
    said = f"gradient norm {_way(before, now, GRADIENT_STEADY)}, {number(now)}"
    reading = run.at(step)
    clipped = reading.applied_norm < reading.grad_norm * (1 - 1e-6)
    return f"{said}, clipped to {number(reading.applied_norm)}" if clipped else said


def _mean(run: LiveRun, until: int) -> float:
    first = max(until - WINDOW, _beginning(run))
    values = [_maker(run, step).history.grad_norm.at(step) for step in range(first + 1, until + 1)]
    return sum(values) / len(values) if values else math.nan


def _way(before: float, now: float, steady: float) -> str:
    if not (math.isfinite(before) and math.isfinite(now)) or before == now:
        return "steady"
    change = (now - before) / (abs(before) or 1.0)
    return "steady" if abs(change) < steady else "rising" if change > 0 else "falling"


def compared(runs: Sequence[LiveRun]) -> str:
    """Which of some finished runs ended lowest, in a sentence; empty for fewer than two."""
    ends = [(run.history.loss.at(run.history.step), run.label) for run in runs]
    finite = sorted((loss, label) for loss, label in ends if math.isfinite(loss))
    if len(ends) < 2 or not finite:
        return ""
    said = ", ".join(f"{label} {number(loss)}" for loss, label in finite)
    broken = [label for loss, label in ends if not math.isfinite(loss)]
    rest = f"; without a number: {', '.join(broken)}" if broken else ""
    return f"last batch's loss, lowest first: {said}{rest}"
