"""The complete description of one training run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.schedules import Constant, Schedule

if TYPE_CHECKING:
    from torch import Tensor, nn
    from torch.optim import Optimizer

    from engine.clipping import Clip
    from engine.data import Batch, Dataset
    from engine.optim import Rule
    from engine.probes import Probe
    from engine.surfaces import Landscape

    Loss = Callable[[Tensor, Tensor], Tensor]
    """(prediction, target) → scalar."""
    StepLoss = Callable[[nn.Module, Batch], Tensor]
    """What one step computes: (model, batch) → scalar."""
    Score = Callable[[Tensor, Tensor], float]
    """(predictions of a whole split, targets) → number."""
    TorchOptimizer = Callable[[Iterable[nn.Parameter]], Optimizer]
    """parameters → any object of `torch.optim`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """Data, model, loss, optimiser, schedule, tricks, budget and probes of one run.

    Two forms. Supervised: `model`, `data`, `loss`, and a budget in `epochs` or `steps`.
    A descent on a landscape: `landscape` and `steps`. `step_loss` replaces what one step
    computes for everything else. Inconsistent experiments raise ValueError when made.
    """

    optimizer: Rule | TorchOptimizer
    """A rule of `engine.optim`, or a function from parameters to a `torch.optim` object."""
    model: Callable[[], nn.Module] | None = None
    """Builds the model; its random numbers come from the run's seed."""
    data: Dataset | None = None
    loss: Loss | None = None
    landscape: Landscape | None = None
    step_loss: StepLoss | None = None
    schedule: Schedule = field(default_factory=Constant)
    """Factor on the base learning rate, a function of the step."""
    clip: Clip | None = None
    batch_size: int | None = None
    """Samples per step; None takes the whole training set."""
    epochs: int | None = None
    steps: int | None = None
    metrics: tuple[tuple[str, Score], ...] = ()
    """Measured beside the loss whenever a split is evaluated."""
    evaluate_every: int | None = None
    """Updates between two evaluations of the validation split; None: once an epoch."""
    probes: tuple[Probe, ...] = ()
    stop_when_not_finite: bool = True
    """End the run as `diverged` once the loss or a gradient is not a number."""
    threads: int = 1
    """torch threads; small models gain nothing from more."""

    def __post_init__(self) -> None:
        if (self.epochs is None) == (self.steps is None):
            raise ValueError("give an experiment either epochs or steps")
        if (self.model is None) == (self.landscape is None):
            raise ValueError("give an experiment either a model or a landscape")
        if self.data is None and self.steps is None:
            raise ValueError("an experiment without data has no epochs; give it steps")
        if self.model is not None and self.step_loss is None and None in (self.data, self.loss):
            raise ValueError("a model needs data and a loss, or a step_loss")
        if self.landscape is not None and (self.data is not None or self.step_loss is not None):
            raise ValueError("a landscape is its own data and loss; give it neither")
        for name in ("epochs", "steps", "batch_size", "evaluate_every", "threads"):
            number = getattr(self, name)
            if number is not None and number < 1:
                raise ValueError(f"{name} is at least 1, not {number}")

    @property
    def steps_per_epoch(self) -> int:
        """Updates in one pass over the training data, the last partial batch included."""
        if self.data is None:
            return 0
        samples = len(self.data.train)
        return -(-samples // (self.batch_size or samples))

    @property
    def total_steps(self) -> int:
        """Updates planned."""
        if self.steps is not None:
            return self.steps
        assert self.epochs is not None
        return self.epochs * self.steps_per_epoch
