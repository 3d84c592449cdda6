"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor
from torch.nn.functional import mse_loss

from engine import Experiment, data, optim
from engine.nn import mlp
from lessons.clinics.building import last

if TYPE_CHECKING:
    from lessons.runs import FinishedRun


def run() -> Experiment:
    """The run that is complained of."""
    return _progression(_crossed)


def healthy() -> Experiment:
    """The same, mended."""
    return _progression(mse_loss)


def wider() -> Experiment:
    """Eight times as many hidden units."""
    return _progression(_crossed, hidden=128)


def _crossed(predicted: Tensor, measured: Tensor) -> Tensor:
    """(n, 1) against (n,): every prediction is compared with every patient."""
    return (predicted - measured.squeeze(1)).square().mean()


def _progression(loss, hidden: int = 16) -> Experiment:  # type: ignore[no-untyped-def]
    return Experiment(
        data=data.diabetes(),
        model=lambda: mlp(10, hidden, 1),
        loss=loss,
        optimizer=optim.SGD(0.05),
        batch_size=32,
        epochs=20,
        evaluate_on=("train", "validation"),
        metrics=(("error", lambda predicted, measured: float(mse_loss(predicted, measured))),),
    )


def sick(run: FinishedRun) -> bool:
    """Whether the error stays that of answering the average."""
    return last(run, "error") > 0.85
