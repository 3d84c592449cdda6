"""Five ways to change the learning rate during one and the same training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim
from engine.schedules import Constant, Cosine, OneCycle, Schedule, StepDecay, Warmup

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

EPOCHS = 15


def scheduled(schedule: str, lr: float, warmup_steps: int) -> Experiment:
    """Read digits with AdamW. `lr` is the highest rate; the schedule says how much of it acts."""
    return Experiment(
        data=data.digits(),
        model=reader,
        loss=cross_entropy,
        optimizer=optim.AdamW(lr=lr),
        schedule=shape(schedule, warmup_steps),
        batch_size=32,
        epochs=EPOCHS,
        metrics=(("accuracy", metrics.accuracy),),
    )


def shape(name: str, warmup_steps: int) -> Schedule:
    """A factor on the learning rate for each step of the run, known before the run."""
    shapes: dict[str, Schedule] = {
        "constant": Constant(),
        "step": StepDecay(every=5, gamma=0.1),
        "cosine": Cosine(),
        "warmup_cosine": Warmup(warmup_steps, then=Cosine()),
        "one_cycle": OneCycle(rise=0.3),
    }
    return shapes[name]


def reader() -> nn.Sequential:
    """Images (n, 64) → 64 hidden units → scores of the ten digits (n, 10)."""
    return nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))


def settles_lower(runs: Runs) -> str:
    """The run with the lower training loss; "same" where they differ by less than a third."""
    constant, cosine = last_epoch(runs["constant"]), last_epoch(runs["cosine"])
    if max(constant, cosine) < 1.33 * min(constant, cosine):
        return "same"
    return "constant" if constant < cosine else "cosine"


def after_one_step(runs: Runs) -> str:
    """What the first update did to the loss of the run that starts at the full rate."""
    before, after = runs["cosine"].loss[:2]
    if not after < float("inf"):
        return "nan"
    return "same" if abs(after - before) < 0.1 else "higher" if after > before else "lower"


def wins_every_time(runs: Runs) -> str:
    """The schedule with the lowest validation loss for each of the seeds; "none" without one."""
    by_seed = zip(*(runs.seeds(name) for name in runs.scenarios), strict=True)
    winners = {min(contest, key=last_validation).scenario for contest in by_seed}
    return winners.pop() if len(winners) == 1 else "none"


def best_when_gentle(runs: Runs) -> str:
    """The lowest validation loss at the small rate; "same" within a hundredth."""
    return runs.lowest(last_validation, tie="same", margin=0.01)


def steepest_fall(run: FinishedRun) -> tuple[int, int]:
    """First and last step at which the rate falls nearly as fast as it ever does."""
    falls = run.lr[:-1] - run.lr[1:]
    fast = (falls > 0.95 * falls.max()).nonzero()[0]
    return int(fast[0]) + 1, int(fast[-1]) + 1


def last_epoch(run: FinishedRun) -> float:
    """Mean training loss over the batches of the last epoch."""
    return float(run.loss[-(run.steps // EPOCHS) :].mean())


def last_validation(run: FinishedRun) -> float:
    """Validation loss after the last step."""
    return run.curve().last
