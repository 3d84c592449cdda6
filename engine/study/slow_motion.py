"""One update taken apart: what the seven lines of a training loop do to real numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from engine import device as devices
from engine import kernels, seeding
from engine.batches import Position, Window
from engine.errors import ConfigurationError, one_of
from engine.eval_mode import undisturbed
from engine.experiment import Experiment
from engine.guard import Guard
from engine.live import Live
from engine.recipes import experiment_of
from engine.request import RunRequest
from engine.setup import Setup, prepare
from engine.state import State
from engine.study.loop_code import loop_lines, setting_up
from engine.study.parts import PARTS, Part, PartDone, SlowMotion, TakenApart, Watched
from engine.travel.snapshot import Snapshot
from engine.travel.starting import start_of
from engine.update import Update

__all__ = [
    "PARTS",
    "Part",
    "PartDone",
    "SlowMotion",
    "Watched",
    "slow_motion",
    "watch",
    "watch_for",
]

MOST_WATCHED = 12
"""Parameters of which a number is watched where no names are given."""


def slow_motion(
    setup: Setup, show: SlowMotion, start: Snapshot | None = None
) -> Iterator[PartDone]:
    """Take updates apart. With all parts once, the weights are, to the bit, an ordinary run's.

    Draws from torch's global generators, as training does. Only for plain updates: without
    accumulation and in 32 bits. `start`: go on from there. Raises ConfigurationError for others
    and for unknown parameters.
    """
    _check(setup)
    live = Live(setup.stepper, setup.experiment.clip, setup.model.modules())
    update = Update(setup, live, Guard(setup.started.layers, stops=False))
    state = State(setup, update)
    names = _watched_names(setup, show)
    left_out = show.leave_out if setup.experiment.zero_grad else (*show.leave_out, "zero_grad")
    setup.model.train()
    position = Position() if start is None else state.restore(start)
    places: dict[str, int] | None = None
    for count, window in enumerate(state.batches.after(position), start=1):
        if count <= show.after:
            update.make(position.step + count, window)
            continue
        if places is None:
            places = _places(setup, window, names) if show.lively else dict.fromkeys(names, 0)
        stage = _Stage(setup, update, window, places, count - show.after)
        for part in PARTS:
            times = 0 if part in left_out else 2 if part in show.repeat else 1
            for left in reversed(range(times)):
                yield stage.play(part, keep=left > 0)
        if count == show.after + show.updates:
            return


class _Stage:
    """One update while its parts are played one after the other."""

    def __init__(
        self, setup: Setup, update: Update, window: Window, places: dict[str, int], number: int
    ) -> None:
        """`places`: which number of which parameter is watched, counted through its rows."""
        self._setup, self._update, self._batch = setup, update, window.batches[0]
        self._places, self._number = places, number
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
            watched=tuple(self._seen(name, place) for name, place in self._places.items()),
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

    def _seen(self, name: str, place: int) -> Watched:
        parameter = self._parameters[name]
        index = torch.unravel_index(torch.tensor(place), parameter.shape)
        where = ", ".join(str(int(i)) for i in index)
        gradient = None if parameter.grad is None else float(parameter.grad.flatten()[place])
        return Watched(f"{name}[{where}]", float(parameter.detach().flatten()[place]), gradient)


def _first_numbers(output: Tensor) -> tuple[float, ...]:
    return tuple(output.detach()[:1].flatten()[:4].tolist())


def _watched_names(setup: Setup, show: SlowMotion) -> tuple[str, ...]:
    names = setup.started.layers
    for name in show.watch:
        one_of("watch", name, names)
    if show.lively and not show.watch:
        return names[:MOST_WATCHED]
    return show.watch or tuple(dict.fromkeys((names[0], names[-1])))


def _places(setup: Setup, window: Window, names: tuple[str, ...]) -> dict[str, int]:
    """The number of each parameter whose gradient is largest, found without leaving a trace."""
    parameters = dict(setup.model.named_parameters())
    watched = [parameters[name] for name in names]
    with undisturbed(setup.model, setup.device):
        loss = setup.compute(window.batches[0])
        gradients = torch.autograd.grad(loss, watched, allow_unused=True)
    return {
        name: 0 if gradient is None else int(gradient.abs().nan_to_num().flatten().argmax())
        for name, gradient in zip(names, gradients, strict=True)
    }


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
    experiment = experiment_of(request)
    return watch(experiment, show, seed=request.seed, device=request.device)


def take_apart(request: RunRequest, show: SlowMotion, runs: Path) -> TakenApart:
    """Updates of a request and the code that makes them, in a worker.

    Where the request is a fork, from exactly the step it names: ordinary steps lead there from the
    snapshot. `runs`: the folder in which the other run lies. Raises as `watch_for` does.
    """
    experiment, fork = experiment_of(request), request.fork
    place = devices.resolve(request.device)
    setup = prepare(experiment, seed=request.seed, device=place, steps=request.steps)
    start = None if fork is None else start_of(fork, runs, place)
    if fork is not None and start is not None:
        show = replace(show, after=show.after + fork.step - start.step)
    with seeding.seeded(seeding.derive(request.seed, "noise"), place):
        done = tuple(slow_motion(setup, show, start))
    return TakenApart(
        before=(0 if start is None else start.step) + show.after,
        setting_up=setting_up(experiment, setup.stepper.label),
        head="for step in range(steps):" if experiment.data is None else "for x, y in batches:",
        lines=loop_lines(experiment),
        done=done,
    )
