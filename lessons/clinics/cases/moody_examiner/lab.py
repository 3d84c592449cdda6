"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import nn

from engine import Experiment, optim
from engine.nn import mlp
from lessons.clinics.building import last, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


class Restless(nn.Module):
    """A network that stays in training mode whatever is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.body = mlp(64, 64, 10, dropout=0.7)

    def train(self, mode: bool = True) -> Restless:  # noqa: ARG002
        """Training mode, always: what a loop without `model.eval()` amounts to."""
        super().train(True)
        return self

    def forward(self, inputs):  # type: ignore[no-untyped-def]
        """(n, 64) to (n, 10)."""
        return self.body(inputs)


def run() -> Experiment:
    """The run that is complained of."""
    return on_digits(Restless, epochs=20, optimizer=optim.Adam(3e-3))


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits(lambda: mlp(64, 64, 10, dropout=0.7), epochs=20, optimizer=optim.Adam(3e-3))


def slower() -> Experiment:
    """A tenth of the rate."""
    return on_digits(Restless, epochs=20, optimizer=optim.Adam(3e-4))


def sick(run: FinishedRun) -> bool:
    """Whether the marks are far below what the network can do."""
    return last(run) < 0.92
