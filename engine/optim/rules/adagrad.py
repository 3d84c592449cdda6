"""Adagrad as a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import not_negative

if TYPE_CHECKING:
    from torch import nn

    from engine.optim.base import Stepper


@dataclass(frozen=True, slots=True)
class Adagrad(TorchRule):
    """A rate of its own for every weight, which only ever falls (Duchi, Hazan and Singer 2011).

    Same meaning and defaults as `torch.optim.Adagrad`; bit-equal to its fused form.
    """

    lr: float = 1e-2
    lr_decay: float = field(default=0.0, kw_only=True)
    weight_decay: float = field(default=0.0, kw_only=True)
    initial_accumulator_value: float = field(default=0.0, kw_only=True)
    eps: float = field(default=1e-10, kw_only=True)

    torch_name: ClassVar[str] = "Adagrad"

    def check(self) -> None:
        """Nothing negative."""
        not_negative(self, "lr", "lr_decay", "weight_decay", "initial_accumulator_value", "eps")

    def fast(self, parameters: Sequence[nn.Parameter]) -> Stepper | None:
        """Torch's fused kernel where the device has one."""
        from engine.optim.fast import FastAdagrad

        return FastAdagrad.create(self, parameters)
