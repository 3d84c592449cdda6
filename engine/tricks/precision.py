"""Mixed precision: matrix products in 16 bits, weights and sums in 32."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import torch
    from torch import Tensor

Precision = Literal["fp32", "bf16", "fp16"]
PRECISIONS: tuple[Precision, ...] = ("fp32", "bf16", "fp16")


def autocast(precision: Precision, device: torch.device) -> AbstractContextManager[object]:
    """Run matrix products and convolutions in 16 bits inside; nothing at all for fp32.

    Source: `torch.amp.autocast`; Micikevicius et al., "Mixed Precision Training", 2018.
    """
    if precision == "fp32":
        return contextlib.nullcontext()
    import torch

    kind = torch.bfloat16 if precision == "bf16" else torch.float16
    return torch.autocast(device.type, dtype=kind)


class LossScaler:
    """Keeps small gradients above the smallest float16, about 6·10⁻⁸, by a larger loss.

    The loss is multiplied by a scale S before `backward`, the gradients divided by it before
    anybody reads, clips or uses them. Where one of them has overflowed, the step is skipped and S
    halved; after `growth_interval` good steps in a row S is doubled. bfloat16 has the exponent of
    float32 and needs none of this. Same rule and defaults as `torch.amp.GradScaler`, but for a
    least scale: where PyTorch's goes to 0 and the run stands still, this one says `helps` is over.
    """

    LEAST = 2.0**-24
    """The smallest float16: a gradient that overflows even so is not finite by itself."""

    def __init__(
        self,
        *,
        scale: float = 2.0**16,
        growth_factor: float = 2.0,
        backoff_factor: float = 0.5,
        growth_interval: int = 2000,
    ) -> None:
        self.scale = scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good_steps = 0

    @property
    def helps(self) -> bool:
        """Whether a smaller scale may still keep gradients finite."""
        return self.scale > self.LEAST

    def scaled(self, loss: Tensor) -> Tensor:
        """The loss that is sent backward."""
        return loss * self.scale

    def unscale(self, gradients: Sequence[Tensor]) -> bool:
        """Divide the gradients by the scale, in place. Returns whether all are finite."""
        import torch

        from engine import kernels

        if not gradients:
            return True
        kernels.scale_(gradients, 1 / self.scale)
        return bool(torch.isfinite(torch.stack(list(kernels.norms(gradients)))).all())

    def update(self, *, finite: bool) -> None:
        """Choose the next scale."""
        if not finite:
            self.scale = max(self.scale * self.backoff_factor, self.LEAST)
            self.good_steps = 0
            return
        self.good_steps += 1
        if self.good_steps == self.growth_interval:
            self.scale *= self.growth_factor
            self.good_steps = 0

    def state_dict(self) -> dict[str, float]:
        """The scale, and how long it has been good."""
        return {"scale": self.scale, "good_steps": self.good_steps}

    def load_state_dict(self, state: dict[str, float]) -> None:
        """Go back to that scale."""
        self.scale, self.good_steps = state["scale"], int(state["good_steps"])
