"""One update taken apart: what the seven lines of a training loop do to real numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from torch import Tensor

from engine import device as devices
from engine import kernels, references, seeding
from engine.batches import Position, Window
from engine.errors import ConfigurationError, at_least, one_of
from engine.experiment import Experiment
from engine.guard import Guard
from engine.live import Live
from engine.request import RunRequest
from engine.setup import Setup, prepare
from engine.state import State
from engine.update import Update

Part = Literal["zero_grad", "forward", "loss", "backward", "clip", "optimizer", "schedule"]
PARTS: tuple[Part, ...] = (
    "zero_grad",
    "forward",
    "loss",
    "backward",
    "clip",
    "optimizer",
    "schedule",
)
"""The parts of an update, in the order of a training loop."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One number of one parameter, after a part."""

    name: str
    """Such as `linear1.weight[0, 3]`."""
    value: float
    gradient: float | None
    """None: there is none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDone:
    """What one part has left behind."""

    update: int
    """1 for the first update that is shown."""
    part: Part
    watched: tuple[Watched, ...]
    loss: float | None
    """The batch's loss, once it is computed."""
    output: tuple[float, ...]
    """The first numbers that the model gave for the first example; empty before `forward`."""
    grad_norm: float
    """Norm of everything in `.grad`; 0 where there is nothing."""
    lr: tuple[float, ...]
    """The rate of each group at the next call of the optimiser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowMotion:
    """What is to be shown."""

    updates: int = 2
    after: int = 0
    """Ordinary steps that are made before."""
    watch: tuple[str, ...] = ()
    """Parameters of which the first number is watched; empty: the first of the first and last."""
    leave_out: tuple[Part, ...] = ()
    repeat: tuple[Part, ...] = field(default=())
    """Parts that are done twice."""

    def __post_init__(self) -> None:
        at_least("updates", self.updates, 1)
        at_least("after", self.after, 0)
        for name in (*self.leave_out, *self.repeat):
            one_of("part", name, PARTS)
        for needed in ("forward", "loss"):
            if needed in self.leave_out and "backward" not in self.leave_out:
                raise ConfigurationError(
                    "leave_out",
                    needed,
                    "Leave out backward as well, or keep it.",
                    f"Without {needed} there is nothing to go backward from.",
                )


def slow_motion(setup: Setup, show: SlowMotion) -> Iterator[PartDone]:
    """Take updates apart. With all parts once, the weights are, to the bit, an ordinary run's.

    Draws from torch's global generators, as training does. Only for plain updates: without
    accumulation and in 32 bits. Raises ConfigurationError for others and for unknown parameters.
    """
    _check(setup)
    live = Live(setup.stepper, setup.experiment.clip, setup.model.modules())
    update = Update(setup, live, Guard(setup.started.layers, stops=False))
    state = State(setup, update)
    names = _watched_names(setup, show)
    left_out = show.leave_out if setup.experiment.zero_grad else (*show.leave_out, "zero_grad")
    setup.model.train()
    for count, window in enumerate(state.batches.after(Position()), start=1):
        if count <= show.after:
            update.make(count, window)
            continue
        stage = _Stage(setup, update, window, names, count - show.after)
        for part in PARTS:
            times = 0 if part in left_out else 2 if part in show.repeat else 1
            for left in reversed(range(times)):
                yield stage.play(part, keep=left > 0)
        if count == show.after + show.updates:
            return


class _Stage:
    """One update while its parts are played one after the other."""

    def __init__(
        self, setup: Setup, update: Update, window: Window, names: tuple[str, ...], number: int
    ) -> None:
        self._setup, self._update, self._batch = setup, update, window.batches[0]
        self._names, self._number = names, number
        self._parameters = dict(setup.model.named_parameters())
        self._output: Tensor | None = None
        self._loss: Tensor | None = None
        self._keep = False
        self._lrs = update.lrs()
        experiment = setup.experiment
        self._plain = experiment.loss is not None and experiment.step_loss is None

    def play(self, part: Part, *, keep: bool) -> PartDone:
        """Do one part. `keep`: the graph is needed once more."""
        self._keep = keep
        actions: dict[Part, Callable[[], None]] = {
            "zero_grad": self._zero_grad,
            "forward": self._forward,
            "loss": self._compute_loss,
            "backward": self._backward,
            "clip": self._clip,
            "optimizer": self._optimizer,
            "schedule": self._schedule,
        }
        actions[part]()
        return PartDone(
            update=self._number,
            part=part,
            watched=tuple(self._seen(name) for name in self._names),
            loss=None if self._loss is None else float(self._loss.detach()),
            output=() if self._output is None else _first_numbers(self._output),
            grad_norm=self._norm(),
            lr=self._lrs,
        )

    def _zero_grad(self) -> None:
        for parameter in self._setup.parameters:
            parameter.grad = None

    def _forward(self) -> None:
        """The model's output; where an experiment defines its own step, that computes all of it."""
        if self._plain:
            assert self._batch is not None
            self._output = self._setup.forward(self._batch.inputs)
        else:
            self._loss = self._setup.compute(self._batch)

    def _compute_loss(self) -> None:
        loss = self._setup.experiment.loss
        if loss is not None and self._output is not None:
            assert self._batch is not None
            self._loss = loss(self._output, self._batch.targets)

    def _backward(self) -> None:
        assert self._loss is not None
        self._loss.backward(retain_graph=self._keep)

    def _clip(self) -> None:
        clip, gradients = self._update.live.clip, self._gradients()
        if clip is not None and gradients:
            clip.apply(gradients, self._norm())

    def _optimizer(self) -> None:
        self._setup.stepper.step(self._lrs)

    def _schedule(self) -> None:
        self._update.updates += 1
        self._lrs = self._update.lrs()

    def _gradients(self) -> list[Tensor]:
        return [p.grad for p in self._setup.parameters if p.grad is not None]

    def _norm(self) -> float:
        """As the loop computes it, or a clipped update would not be the same to the bit."""
        norms = kernels.norms(gradients) if (gradients := self._gradients()) else []
        return math.sqrt(sum(norm.item() ** 2 for norm in norms))

    def _seen(self, name: str) -> Watched:
        parameter = self._parameters[name]
        place = ", ".join("0" for _ in parameter.shape)
        gradient = None if parameter.grad is None else float(parameter.grad.flatten()[0])
        return Watched(f"{name}[{place}]", float(parameter.detach().flatten()[0]), gradient)


def _first_numbers(output: Tensor) -> tuple[float, ...]:
    return tuple(output.detach()[:1].flatten()[:4].tolist())


def _watched_names(setup: Setup, show: SlowMotion) -> tuple[str, ...]:
    names = setup.started.layers
    for name in show.watch:
        one_of("watch", name, names)
    return show.watch or tuple(dict.fromkeys((names[0], names[-1])))


def _check(setup: Setup) -> None:
    experiment = setup.experiment
    for name, plain in (("accumulate", 1), ("precision", "fp32"), ("average", None)):
        value = getattr(experiment, name)
        if value != plain:
            raise ConfigurationError(
                name, value, f"Slow motion shows plain updates: set {name} to {plain}."
            )


def watch(
    experiment: Experiment, show: SlowMotion, *, seed: int = 0, device: str = "auto"
) -> tuple[PartDone, ...]:
    """The parts of an experiment's updates; torch's global random state stays the caller's.

    Raises EngineError for a device that is not there, or for what cannot be shown.
    """
    setup = prepare(experiment, seed=seed, device=devices.resolve(device))
    with seeding.seeded(seeding.derive(seed, "noise"), setup.device):
        return tuple(slow_motion(setup, show))


def watch_for(request: RunRequest, show: SlowMotion) -> tuple[PartDone, ...]:
    """The same for a request, in a worker. Raises EngineError, or what the recipe raises."""
    experiment = references.resolve(request.recipe)(**dict(request.parameters))
    return watch(experiment, show, seed=request.seed, device=request.device)
