"""Other frameworks on the same workloads, each driven the way its own users drive it.

One module a framework, with `train(task, record, everything=…)`: builds the same model from the
same seed and the framework's own training loop around it, then trains without end on the same
ready batches in the same order, and calls `record` once a step from a callback: with the loss, or
with loss, learning rate and norm of the gradient. Progress bars, loggers and checkpoints are off.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tests.benchmarks.peers.parked import Parked, Record

if TYPE_CHECKING:
    from torch import Tensor, nn

    from tests.benchmarks.workloads import Workload


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework that may be installed."""

    name: str
    module: str
    """The module beside this one that drives it."""
    packages: tuple[tuple[str, str], ...]
    """(what is imported, what is installed), all of which it needs."""
    smooths: bool = False
    """Whether the loss that its callbacks are given is the mean since training began."""
    tolerance: float = 1e-5
    """How far its losses may be from the bare loop's over the first steps."""

    @property
    def installed(self) -> bool:
        """Whether it can be imported."""
        return all(importlib.util.find_spec(name) is not None for name, _ in self.packages)

    @property
    def versions(self) -> dict[str, str]:
        """Version of each package it needs."""
        return {package: version(package) for _, package in self.packages}

    def prepare(self, task: Workload, *, everything: bool) -> Parked:
        """A run that waits for its first step; loss only, or also learning rate and norm."""
        driver: Driver = importlib.import_module(f"{__name__}.{self.module}")
        return Parked(partial(driver.train, task, everything=everything))


class Driver(Protocol):
    """What every module here is."""

    @staticmethod
    def train(task: Workload, record: Record, *, everything: bool) -> None:
        """Train until `record` raises."""
        ...


FRAMEWORKS = (
    Framework("Ignite", "ignite", (("ignite", "pytorch-ignite"),)),
    Framework("skorch", "skorch", (("skorch", "skorch"),)),
    Framework("Lightning", "lightning", (("lightning", "lightning"),)),
    Framework(
        "HF Trainer",
        "transformers",
        (("transformers", "transformers"), ("accelerate", "accelerate")),
    ),
    Framework("Keras (torch)", "keras", (("keras", "keras"),), smooths=True, tolerance=5e-3),
)


def write_only_to(folder: Path) -> None:
    """Keep every framework's files in that folder and every framework off the network.

    Has to be called before any of them is imported.
    """
    os.environ |= {
        "KERAS_BACKEND": "torch",
        "KERAS_HOME": str(folder / "keras"),
        "HF_HOME": str(folder / "huggingface"),
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "MPLCONFIGDIR": str(folder / "matplotlib"),
        "PYTORCH_LIGHTNING_DISABLE_VERSION_CHECK": "1",
    }


def endless(task: Workload) -> Iterator[tuple[Tensor, Tensor]]:
    """The training set as ready batches, again and again in the same order."""
    train = task.data.train
    inputs, targets = train.inputs.split(task.batch_size), train.targets.split(task.batch_size)
    return cycle(list(zip(inputs, targets, strict=True)))


def seeded_model(task: Workload) -> nn.Module:
    """The weights that the bare loop starts with."""
    import torch

    torch.manual_seed(0)
    return task.model()


def grad_norm(parameters: Iterator[nn.Parameter] | list[nn.Parameter]) -> float:
    """Norm of the whole gradient, by PyTorch's public function for it."""
    from torch.nn.utils import get_total_norm

    return get_total_norm([p.grad for p in parameters if p.grad is not None]).item()
