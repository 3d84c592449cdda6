"""Ten layers that blow a signal up, and two ways to hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch.nn.functional import cross_entropy

from engine import Experiment, clipping, data, metrics, optim
from engine.nn import deep_plain

if TYPE_CHECKING:
    from engine.clipping import Clip
    from lessons.lab import FinishedRun, Runs


def tower(gain: float, clip: str, limit: float, lr: float, depth: int) -> Experiment:
    """Read digits with `depth` hidden layers of 64 units.

    At the start every layer makes the signal about `gain` times as large, on its way forward and
    the gradient on its way back. After ten layers that is gain¹⁰ each.
    """
    return Experiment(
        data=data.digits(),
        model=lambda: deep_plain(depth=depth, width=64, gain=gain),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=lr),
        clip=clipper(clip, limit),
        batch_size=64,
        epochs=20,
        metrics=(("accuracy", metrics.accuracy),),
    )


def clipper(kind: str, limit: float) -> Clip | None:
    """What happens to the gradient between `backward()` and the optimiser's step.

    norm: the whole gradient is shortened to the limit, where it is longer.
    value: each of its components is cut off at ± the limit, on its own.
    """
    if kind == "norm":
        return clipping.ByNorm(limit)
    if kind == "value":
        return clipping.ByValue(limit)
    return None


def how_it_ends(runs: Runs) -> str:
    """Whether the run without clipping breaks, and how soon; else whether it has learnt to read."""
    run = runs["unclipped"]
    if run.status == "diverged":
        return "at_once" if run.steps <= 20 else "later"
    return "learns" if share_read(run) > 0.5 else "stuck"


def steps_clipped(runs: Runs) -> str:
    """On which share of its steps the tight clip shortened the gradient."""
    run = runs["tight"]
    share = (run.applied_norm < run.grad_norm).mean()
    return "few" if share < 0.1 else "half" if share < 0.9 else "nearly_all"


def better_limit(runs: Runs) -> str:
    """The limit whose network reads more; "same" within five images in a hundred."""
    return runs.highest(share_read, tie="same", margin=0.05)


def cause_or_symptom(runs: Runs) -> str:
    """Well-drawn weights without a clip beside badly drawn ones with one; "same" within a tenth."""
    if runs["well_drawn"].status == "diverged":
        return "diverges"
    gap = share_read(runs["well_drawn"]) - share_read(runs["loose"])
    return "same" if abs(gap) < 0.1 else "better" if gap > 0 else "worse"


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly at the end."""
    return run.curve("accuracy").last
