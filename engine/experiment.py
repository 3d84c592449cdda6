"""The complete description of one training run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from engine.errors import ConfigurationError, at_least, one_of
from engine.schedules import Constant, Schedule
from engine.schedules.parts import reaction_of
from engine.tricks import PRECISIONS, Precision

if TYPE_CHECKING:
    from torch import Tensor, nn
    from torch.optim import Optimizer

    from engine.clipping import Clip
    from engine.data import Batch, Dataset
    from engine.data.base import Augmentation, Order
    from engine.data.loader import Loader
    from engine.optim import Rule
    from engine.probes import Probe
    from engine.surfaces import Landscape
    from engine.tricks import EMA, KeepBest

    Loss = Callable[[Tensor, Tensor], Tensor]
    """(prediction, target) → scalar."""
    StepLoss = Callable[[nn.Module, Batch], Tensor]
    """What one step computes: (model, batch) → scalar."""
    Score = Callable[[Tensor, Tensor], float]
    """(predictions of a whole split, targets) → number."""
    TorchOptimizer = Callable[[Iterable[nn.Parameter]], Optimizer]
    """parameters → any object of `torch.optim`."""
    Predict = Callable[[nn.Module, Batch], Tensor]
    """What metrics are measured on: (model, batch) → predictions, (n, …)."""

Split = Literal["train", "validation", "test"]


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
    """Replaces model and loss in what one step computes. Its noise comes from torch's generators,
    which belong to the run while it trains."""
    predict: Predict | None = None
    """None: the model, called with the inputs."""
    schedule: Schedule = field(default_factory=Constant)
    """Factor on the base learning rate, a function of the step."""
    clip: Clip | None = None
    batch_size: int | None = None
    """Samples per batch; None takes the whole training set."""
    drop_last: bool = False
    """Leave out an epoch's last batch where it is smaller than the others."""
    accumulate: int = 1
    """Batches whose gradients are averaged into one update, weighted by their samples; an epoch's
    last window is divided by what is really in it."""
    zero_grad: bool = True
    """False: gradients are never cleared and add up from step to step, as in a loop in which
    `optimizer.zero_grad()` was forgotten."""
    order: Order | None = None
    """Which examples an epoch meets, and in which order; None: all, shuffled."""
    loader: Loader | None = None
    """Fetch batches through a `torch.utils.data.DataLoader`; None: the data lie on the device and
    are taken from there by index."""
    augment: tuple[Augmentation, ...] = ()
    """Random changes to every training batch, one after the other."""
    precision: Precision = "fp32"
    """`bf16` and `fp16` compute products in 16 bits; fp16 scales the loss as well. Made for
    accelerators: on a CPU bf16 may be slower than fp32, and fp16 is, several times."""
    average: EMA | None = None
    """Evaluate a moving average of the weights as well."""
    keep_best: KeepBest | None = None
    """Remember the best weights; stop early, where it has patience."""
    compile: bool = False
    """Call the model through `torch.compile`."""
    epochs: int | None = None
    steps: int | None = None
    metrics: tuple[tuple[str, Score], ...] = ()
    """Measured beside the loss whenever a split is evaluated."""
    evaluate_every: int | None = None
    """Updates between two evaluations; None: once an epoch."""
    evaluate_on: tuple[Split, ...] = ("validation",)
    """Splits that are measured then: `train` shows how wide the gap is, `test` what a choice made
    by validation is worth. Best weights and reactive schedules listen to validation alone."""
    probes: tuple[Probe, ...] = ()
    stop_when_not_finite: bool = True
    """End the run as `diverged` once the loss or a gradient is not a number."""
    threads: int = 1
    """torch threads; small models gain nothing from more."""

    def __post_init__(self) -> None:
        self._check_form()
        for name in ("epochs", "steps", "batch_size", "accumulate", "evaluate_every", "threads"):
            number = getattr(self, name)
            if number is not None:
                at_least(name, number, 1)
        one_of("precision", self.precision, PRECISIONS)
        if self.precision == "fp16" and not self.zero_grad:
            raise ConfigurationError(
                "zero_grad",
                False,
                "Use fp32 or bf16.",
                "What is left of older gradients would be divided by the loss scale again.",
            )
        self._check_data()
        self._check_evaluation()
        self._check_keep_best()
        self._check_schedule()

    def _check_form(self) -> None:
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

    def _check_data(self) -> None:
        if self.data is None:
            for name in ("augment", "order", "loader"):
                if getattr(self, name):
                    raise ConfigurationError(
                        name, getattr(self, name), "Give the experiment data, or leave it out."
                    )
        elif self.samples == 0:
            raise ConfigurationError(
                "data", self.data.name, "Use other data.", "There are no examples to learn from."
            )
        elif self.drop_last and self.samples < (self.batch_size or 1):
            raise ConfigurationError(
                "drop_last",
                True,
                "Use a smaller batch_size, or keep the last batch.",
                f"An epoch has {self.samples} samples, less than one batch of {self.batch_size}.",
            )

    def _check_evaluation(self) -> None:
        for split in self.evaluate_on:
            one_of("evaluate_on", split, get_args(Split))
        if "test" in self.evaluate_on and self.data is not None and self.data.test is None:
            raise ConfigurationError(
                "evaluate_on", "test", "Leave it out, or give data with a test split."
            )

    def _check_keep_best(self) -> None:
        if self.keep_best is None:
            return
        if "validation" not in self.evaluate_on:
            raise ConfigurationError(
                "evaluate_on", self.evaluate_on, "Add validation: keep_best chooses by it."
            )
        if self.data is None or len(self.data.validation) == 0:
            raise ConfigurationError(
                "keep_best", self.keep_best, "Give the experiment data with a validation split."
            )
        one_of("keep_best.metric", self.keep_best.metric, ("loss", *dict(self.metrics)))

    def _check_schedule(self) -> None:
        """One that listens has to be told something."""
        reaction = reaction_of(self.schedule)
        if reaction is None:
            return
        if self.data is None or len(self.data.validation) == 0:
            raise ConfigurationError(
                "schedule", self.schedule, "Give the experiment data with a validation split."
            )
        one_of("schedule.metric", reaction.metric, ("loss", *dict(self.metrics)))

    @property
    def samples(self) -> int:
        """Samples that an epoch meets; raises AssertionError where there are no data."""
        assert self.data is not None
        if self.order is not None:
            return len(self.order.indices(self.data.train, 0, 0))
        if self.loader is not None and self.loader.dataset is not None:
            return len(self.loader.dataset)  # type: ignore[arg-type]
        return len(self.data.train)

    @property
    def batches_per_epoch(self) -> int:
        """Batches in one pass over the training data; 0 where there are no data."""
        if self.data is None:
            return 0
        samples = self.samples
        size = min(self.batch_size or samples, samples)
        return samples // size if self.drop_last else -(-samples // size)

    @property
    def steps_per_epoch(self) -> int:
        """Updates in one pass over the training data, the last partial window included."""
        return -(-self.batches_per_epoch // self.accumulate)

    @property
    def total_steps(self) -> int:
        """Updates planned."""
        if self.steps is not None:
            return self.steps
        assert self.epochs is not None
        return self.epochs * self.steps_per_epoch
