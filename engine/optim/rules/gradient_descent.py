"""Plain gradient descent as a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import not_negative

if TYPE_CHECKING:
    from torch import nn

    from engine.optim.base import Stepper


@dataclass(frozen=True, slots=True)
class GradientDescent(TorchRule):
    """θ ← θ − η ∇f(θ). Same as `torch.optim.SGD` with nothing but a rate."""

    lr: float = 1e-3

    torch_name: ClassVar[str] = "SGD"

    def check(self) -> None:
        """A rate that is not negative."""
        not_negative(self, "lr")

    def fast(self, parameters: Sequence[nn.Parameter]) -> Stepper | None:
        """Torch's fused kernel where the device has one."""
        from engine.optim.rules.sgd import SGD

        return SGD(self.lr).fast(parameters)

    def scratch_name(self) -> str:
        """It has a page of its own."""
        return "GradientDescent"
