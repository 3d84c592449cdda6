"""Everything that can be said about a run.

Frozen dataclasses of the standard library only, so that any process can read them
without importing torch. Losses are means over the batch; norms are L2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.observations import Observation

Status = Literal["finished", "stopped", "diverged", "failed"]
Weights = Literal["current", "average"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that went wrong, in the words a learner is shown."""

    title: str
    """What happened, in a few words."""
    reason: str
    """Why it happened, as far as is known."""
    next_step: str
    """What to do about it."""
    details: str = ""
    """The original message or traceback, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    """The model is built and the first step is about to be taken."""

    run: str
    """Identity of the run."""
    device: str
    """Where it trains: `cpu`, `cuda:0`, `mps`."""
    parameters: int
    """Number of trainable scalars."""
    steps: int
    """Optimiser updates planned."""
    steps_per_epoch: int
    """Updates in one pass over the training data; 0 where there are no data."""
    layers: tuple[str, ...]
    """Names of the parameter tensors, in the order of `StepEnded.layer_norms`."""
    groups: int
    """Number of parameter groups, the length of `StepEnded.lr`."""
    optimizer: str
    """What updates the weights, and how it is executed."""
    first_step: int = 0
    """Updates that were made before, in the run that this one goes on from."""


@dataclass(frozen=True, slots=True)
class StepEnded:
    """One optimiser update."""

    step: int
    """1 for the first update."""
    epoch: int
    """0 for the first pass over the data."""
    loss: float
    """Training loss of this step's batch, before the update."""
    lr: tuple[float, ...]
    """Learning rate used by this update, one per parameter group."""
    grad_norm: float
    """Norm of the whole gradient, before clipping."""
    applied_norm: float
    """Norm of the gradient that the optimiser was given: after clipping, where clipping is on."""
    layer_norms: tuple[float, ...]
    """Norm of each parameter tensor's gradient, before clipping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A named number measured on a whole split."""

    name: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """The model was measured on a split, in eval mode, without gradients."""

    step: int
    """Updates made so far."""
    split: str
    """`train`, `validation` or `test`."""
    loss: float
    """Mean over the samples of the split."""
    metrics: tuple[Metric, ...] = ()
    weights: Weights = "current"
    """Whether the model had the weights that train, or their moving average."""

    def value(self, metric: str) -> float | None:
        """`loss` or a metric by name; None where it was not measured."""
        if metric == "loss":
            return self.loss
        return next((found.value for found in self.metrics if found.name == metric), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSkipped:
    """A gradient overflowed float16: the weights stayed as they were, the loss scale was halved."""

    step: int
    scale: float
    """The scale of the next step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateReduced:
    """A schedule that listens to the validation has changed the rate."""

    step: int
    """Updates made so far; the next one uses the new rate."""
    factor: float
    """What the planned rate is multiplied by from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BestKept:
    """The run ended with its best weights, not its last."""

    step: int
    """Updates made when they were measured."""
    metric: str
    value: float
    patience_used_up: bool
    """Whether the run ended early because nothing got better any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotTaken:
    """A point that can be returned to exactly."""

    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """A probe looked at the model."""

    step: int
    probe: str
    """Name of the probe, which is the name of the view that draws it."""
    seen: Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class NonFinite:
    """The loss or a gradient is no longer a number. Said once per run."""

    step: int
    what: Literal["loss", "gradient"]
    """Which of the two was found first."""
    layer: str
    """Where it appeared first: the layer whose output is not finite though its input is, else the
    first parameter tensor whose gradient is not; empty where that cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HyperparameterSet:
    """A hyperparameter was changed while the run was under way."""

    step: int
    """Updates made so far; the next one uses the new value."""
    name: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HyperparameterRefused:
    """A change was asked for that this run cannot make."""

    step: int
    name: str
    value: float
    problem: Problem
    """Why not, and what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """Another batch size was asked for: from the next epoch on, epochs have another length.

    `HyperparameterSet` says when it acts. The schedule keeps the length it was planned with.
    """

    step: int
    """Updates made so far."""
    after: int
    """Updates made when the new size begins to act: the end of the epoch under way."""
    batch_size: int
    steps: int
    """Updates planned by now: a budget in epochs stays that many epochs."""
    steps_per_epoch: int
    """Updates in one epoch of the new size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The run waits for a command."""

    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """The run goes on."""

    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A line that the worker or the code in it printed."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnded:
    """Nothing more will be said about this run."""

    status: Status
    steps: int
    """Updates made."""
    seconds: float
    """Wall-clock time of training, pauses not counted."""
    problem: Problem | None = None
    """Why, where the status is `diverged` or `failed`."""
    first_step: int = 0
    """Updates of them that were made before, in the run that this one went on from."""

    @property
    def steps_per_second(self) -> float:
        """Mean training speed, evaluation and probes included; 0 for a run without steps."""
        return (self.steps - self.first_step) / self.seconds if self.seconds > 0 else 0.0


Event = (
    RunStarted
    | StepEnded
    | Evaluated
    | StepSkipped
    | RateReduced
    | BestKept
    | SnapshotTaken
    | Probed
    | NonFinite
    | HyperparameterSet
    | HyperparameterRefused
    | Replanned
    | Paused
    | Resumed
    | LogLine
    | RunEnded
)
