"""Experiments that the tests train, well-behaved ones first, and how their runs are read."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, optim, probes, surfaces
from engine import nn as models
from engine.data import Batch
from engine.data.loader import Loader
from engine.events import Event, StepEnded
from engine.request import RunRequest, Value
from engine.tricks import EMA, KeepBest

Kind = TypeVar("Kind")


def request(recipe: str = "moons", /, **parameters: Value) -> RunRequest:
    """A run of a recipe of the tests."""
    return RunRequest(
        recipe=f"recipes:{recipe}", parameters=tuple(parameters.items()), device="cpu"
    )


def of(kind: type[Kind], events: Iterable[object]) -> list[Kind]:
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def losses(events: Iterable[Event]) -> list[float]:
    """The loss of every step."""
    return [event.loss for event in of(StepEnded, events)]


def classifier() -> nn.Module:
    """Points of the plane to two scores."""
    return models.mlp(2, 16, 2)


def dropping() -> nn.Module:
    """The same with dropout, which draws random numbers at every step."""
    return nn.Sequential(nn.Linear(2, 16), nn.Dropout(0.3), nn.ReLU(), nn.Linear(16, 2))


class Restless(nn.Module):
    """The same, drawing random numbers in eval mode too."""

    def __init__(self) -> None:
        super().__init__()
        self.body = dropping()

    def forward(self, inputs: Tensor) -> Tensor:
        return F.dropout(self.body(inputs), 0.1, training=True)


MODELS: dict[str, Callable[[], nn.Module]] = {
    "classifier": classifier,
    "dropping": dropping,
    "restless": Restless,
    "double": lambda: classifier().double(),
}


def accuracy(scores: Tensor, targets: Tensor) -> float:
    """Share of right answers."""
    return (scores.argmax(1) == targets).float().mean().item()


def moons(
    *,
    lr: float = 0.1,
    momentum: float = 0.9,
    batch_size: int = 32,
    steps: int = 40,
    model: str = "classifier",
    probed: bool = False,
    **more: Any,
) -> Experiment:
    """Two moons with 300 points to learn from: 10 steps an epoch, the last one of 12 points."""
    settings: dict[str, Any] = {
        "model": MODELS[model],
        "data": data.moons(),
        "loss": F.cross_entropy,
        "optimizer": optim.SGD(lr, momentum=momentum),
        "batch_size": batch_size,
        "probes": (probes.DecisionBoundary(),) if probed else (),
    }
    if "epochs" not in more:
        settings["steps"] = steps
    return Experiment(**{**settings, **more})


def valley(*, steps: int = 20) -> Experiment:
    """A descent without data."""
    return Experiment(
        landscape=surfaces.quadratic(10.0),
        optimizer=optim.SGD(0.01),
        steps=steps,
        probes=(probes.Path(),),
    )


def double_and_steep() -> Experiment:
    """Weights in double precision, which grow beyond the numbers of single precision."""

    def squares(model: nn.Module, _: Batch) -> Tensor:
        return torch.stack([p.square().sum() for p in model.parameters()]).sum()

    return moons(
        model="double", step_loss=squares, optimizer=optim.SGD(1e4), steps=10**4, evaluate_every=10
    )


def counting(happens: Callable[[int], None]) -> Callable[[nn.Module, Batch], Tensor]:
    """The usual loss; before that of step n in training `happens(n)` is called, 1 the first."""
    step = 0

    def loss(model: nn.Module, batch: Batch) -> Tensor:
        nonlocal step
        if model.training:
            step += 1
            happens(step)
        return F.cross_entropy(model(batch.inputs), batch.targets)

    return loss


def endless() -> Experiment:
    """A run that somebody has to end. Prints the number of its process."""
    print("pid", os.getpid(), flush=True)
    return moons(steps=10**9)


def raises_at_build() -> Experiment:
    """Fails before there is a model."""
    raise LookupError("no such flower")


def raises_at_step(step: int) -> Experiment:
    """Fails in the middle."""

    def happens(now: int) -> None:
        if now == step:
            raise ArithmeticError("the sky fell")

    return moons(step_loss=counting(happens))


def exits_at_step(step: int, status: int) -> Experiment:
    """Code that calls `sys.exit`."""

    def happens(now: int) -> None:
        if now == step:
            sys.exit(status)

    return moons(step_loss=counting(happens))


def prints() -> Experiment:
    """Says something by every means there is, and leaves the last line unfinished."""
    print("θ from Python")
    print("a warning", file=sys.stderr)
    os.write(1, b"native out\n")
    os.write(2, b"native err\n")
    print("unfinished", end="")
    return moons(steps=5)


def floods(lines: int) -> Experiment:
    """Prints without end, from Python and natively."""

    def happens(step: int) -> None:
        if step == 2:
            for line in range(lines // 2):
                print("flood", line)
            for _ in range(lines // 200):
                os.write(1, b"native flood\n" * 50)
                os.write(2, b"native flood\n" * 50)

    return moons(steps=5, step_loss=counting(happens))


def closes_everything(step: int) -> Experiment:
    """Closes all files of its process behind its back."""

    def happens(now: int) -> None:
        if now == step:
            os.closerange(3, 256)

    return moons(steps=10**9, step_loss=counting(happens), evaluate_every=20)


def hangs_up(step: int) -> Experiment:
    """Shuts the connection to the parent down, and does not notice anything any more."""

    def happens(now: int) -> None:
        if now != step:
            return
        for descriptor in range(3, 64):
            with contextlib.suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as other:
                other.shutdown(socket.SHUT_RDWR)
        time.sleep(1000)

    return moons(steps=10**9, step_loss=counting(happens))


def killed_at_step(step: int, name: str) -> Experiment:
    """Ends its own process by a signal."""

    def happens(now: int) -> None:
        if now == step:
            os.kill(os.getpid(), signal.Signals[name])

    return moons(steps=10**9, step_loss=counting(happens))


def sleeps() -> Experiment:
    """A step that takes longer than anybody waits, and says so."""

    def happens(_: int) -> None:
        print("asleep", flush=True)
        time.sleep(1000)

    return moons(step_loss=counting(happens))


def fills_the_disk(free: int) -> Experiment:
    """On a disk with room for the run file to grow `free` times."""
    grown = 0
    reserve = os.posix_fallocate

    def posix_fallocate(descriptor: int, offset: int, size: int) -> None:
        nonlocal grown
        grown += 1
        if grown > free:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        reserve(descriptor, offset, size)

    os.posix_fallocate = posix_fallocate
    return moons(steps=10**9, evaluate_every=10**9)


def fills_the_disk_for_everything() -> Experiment:
    """On a disk where not even the end of the run can be said."""
    from engine.eventlog import EventWriter

    def write(self: EventWriter, event: Event) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    EventWriter.write = write  # type: ignore[method-assign]
    return moons()


def add(a: int, b: int) -> int:
    """Something to call."""
    return a + b


def loads_torch() -> list[str]:
    """Something that needs torch."""
    return [torch.__name__, str(torch.get_num_threads())]


def never_answers(path: str) -> None:
    """Takes longer than anybody waits, and tells a named pipe that it has begun."""
    with open(path, "w"):
        time.sleep(1000)


def fails() -> None:
    """Something that raises."""
    raise ZeroDivisionError("nothing to share")


def answers_with_a_tensor() -> Tensor:
    """Something that cannot be sent."""
    return torch.zeros(2)


def dies() -> None:
    """Something that never answers."""
    os.kill(os.getpid(), signal.SIGKILL)


NOT_A_FUNCTION = 3


def second_rank_dies(step: int) -> Experiment:
    """The second of several processes ends in the middle."""

    def happens(now: int) -> None:
        if now == step and os.environ.get("LOCAL_RANK") == "1":
            os.kill(os.getpid(), signal.SIGKILL)

    return moons(steps=2000, step_loss=counting(happens))


class Luck:
    """Grows with every measurement on the first of several processes, and shrinks on the others."""

    def __init__(self) -> None:
        self.measured = 0

    def __call__(self, scores: Tensor, targets: Tensor) -> float:
        self.measured += 1
        return float(self.measured if os.environ.get("LOCAL_RANK") == "0" else -self.measured)


def impatient() -> Experiment:
    """Early stopping by a number that differs from process to process."""
    return moons(
        steps=25,
        evaluate_every=5,
        metrics=(("luck", Luck()),),
        keep_best=KeepBest(metric="luck", mode="max", patience=1),
    )


def second_rank_refuses(step: int) -> Experiment:
    """The second of several processes raises an error of its own."""

    def happens(now: int) -> None:
        if now == step and os.environ.get("LOCAL_RANK") == "1":
            raise ArithmeticError("the sky fell on one")

    return moons(steps=2000, step_loss=counting(happens))


def loading(workers: int, steps: int) -> Experiment:
    """Batches through a DataLoader, where there are workers."""
    return moons(steps=steps, model="dropping", loader=Loader(workers=workers) if workers else None)


def kept_and_averaged() -> Experiment:
    """Best weights that are neither the last ones nor the average."""
    return moons(lr=0.5, steps=60, evaluate_every=4, keep_best=KeepBest(), average=EMA(0.9))
