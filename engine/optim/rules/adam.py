"""Adam and AdamW as rules, each with AMSGrad as an option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import betas, not_negative, switch

if TYPE_CHECKING:
    from torch import nn

    from engine.optim.base import Stepper


@dataclass(frozen=True, slots=True)
class Adam(TorchRule):
    """Adam (Kingma and Ba 2015); its weight decay is part of the gradient (L2).

    Same meaning and defaults as `torch.optim.Adam`; bit-equal to its fused form.
    """

    lr: float = 1e-3
    betas: tuple[float, float] = field(default=(0.9, 0.999), kw_only=True)
    eps: float = field(default=1e-8, kw_only=True)
    weight_decay: float = field(default=0.0, kw_only=True)
    amsgrad: bool = field(default=False, kw_only=True)
    """Divide by the largest mean square so far (Reddi, Kale and Kumar 2018)."""

    torch_name: ClassVar[str] = "Adam"

    def check(self) -> None:
        """Nothing negative; betas below 1."""
        betas(self.betas)
        not_negative(self, "lr", "eps", "weight_decay")
        switch(self, "amsgrad")

    def fast(self, parameters: Sequence[nn.Parameter]) -> Stepper | None:
        """Torch's fused kernel where the device has one."""
        from engine.optim.fast import FastAdam

        return FastAdam.create(self, parameters)

    def scratch_name(self) -> str:
        """AMSGrad has a page of its own."""
        return "AMSGrad" if self.amsgrad else "Adam"

    def scratch_settings(self) -> dict[str, Any]:
        """All but the choice of the page."""
        return {name: value for name, value in self.settings().items() if name != "amsgrad"}


@dataclass(frozen=True, slots=True)
class AdamW(Adam):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019).

    Same meaning and defaults as `torch.optim.AdamW`; bit-equal to its fused form.
    """

    weight_decay: float = field(default=1e-2, kw_only=True)

    torch_name: ClassVar[str] = "AdamW"

    def fast(self, parameters: Sequence[nn.Parameter]) -> Stepper | None:
        """Torch's fused kernel where the device has one."""
        from engine.optim.fast import FastAdamW

        return FastAdamW.create(self, parameters)

    def scratch_name(self) -> str:
        """AMSGrad has a page of its own."""
        return "AMSGradW" if self.amsgrad else "AdamW"


def amsgrad(
    lr: float = 1e-3,
    *,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0.0,
    source: Any = "fast",
) -> Adam:
    """Adam with AMSGrad switched on: a name of its own for a catalogue."""
    return Adam(lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=True, source=source)
