"""The patient's run, and what it should have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor, nn
from torch.optim import SGD

from engine import Experiment, clipping, optim
from engine.nn import mlp
from lessons.clinics.building import late_loss, on_digits

if TYPE_CHECKING:
    from lessons.runs import FinishedRun

SCALE = 65536.0


class Unscaling(SGD):
    """Divides the gradient by the scale in the last moment, as `GradScaler.step` does."""

    def step(self, closure: None = None) -> None:  # type: ignore[override]  # noqa: ARG002
        """One update with what is left of the gradient."""
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    parameter.grad.div_(SCALE)
        super().step()


def run() -> Experiment:
    """The run that is complained of."""
    return _clipped(0.3)


def healthy() -> Experiment:
    """The same, mended."""
    return on_digits(clip=clipping.ByNorm(0.3), optimizer=optim.SGD(0.3))


def unclipped() -> Experiment:
    """Without a clip."""
    return _clipped(None)


def faster() -> Experiment:
    """Ten times the rate."""
    return _clipped(0.3, lr=3.0)


def _clipped(limit: float | None, lr: float = 0.3) -> Experiment:
    return on_digits(
        _scaled,
        clip=None if limit is None else clipping.ByNorm(limit),
        optimizer=lambda parameters: Unscaling(parameters, lr=lr),
    )


def _scaled() -> nn.Module:
    """A network whose gradients come out multiplied by the scale, as those of a scaled loss do."""
    model = mlp(64, 32, 10)
    for parameter in model.parameters():
        parameter.register_hook(_times)
    return model


def _times(gradient: Tensor) -> Tensor:
    return gradient * SCALE


def sick(run: FinishedRun) -> bool:
    """Whether the loss does not move, though the recorded gradient is enormous."""
    return late_loss(run) > 2.2 and bool(run.grad_norm[0] > 1000)
