"""Gradient clipping: what happens to a gradient before the optimiser sees it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from torch import Tensor


class Clip(Protocol):
    """Limits the gradient in place. The gradients given are never an empty list."""

    @property
    def limit(self) -> float:
        """The threshold, in the unit of a gradient."""
        ...

    def apply(self, gradients: Sequence[Tensor], norm: float) -> float:
        """Clip, given the norm of the whole gradient; return the norm afterwards."""
        ...

    def apply_on_device(self, gradients: Sequence[Tensor], norm: Tensor) -> Tensor:
        """The same without bringing a number to the host."""
        ...


@dataclass(frozen=True, slots=True)
class ByNorm:
    """g ← g · min(1, c / ‖g‖): shortens the gradient, keeps its direction.

    ‖g‖ is taken over all parameters together. Source: Pascanu et al. 2013, algorithm 1.
    Equals `torch.nn.utils.clip_grad_norm_(max_norm=c)`, the 10⁻⁶ in its denominator included.
    """

    limit: float
    """c: the longest gradient allowed."""

    def apply(self, gradients: Sequence[Tensor], norm: float) -> float:
        """Scale all gradients by one factor, if the norm is above the limit."""
        factor = self.limit / (norm + 1e-6)
        if not factor < 1 or not math.isfinite(norm):
            return norm
        from engine import kernels

        kernels.scale_(gradients, factor)
        return norm * factor

    def apply_on_device(self, gradients: Sequence[Tensor], norm: Tensor) -> Tensor:
        """Scale by a factor of at most 1 that never leaves the device."""
        from engine import kernels

        factor = (self.limit / (norm + 1e-6)).clamp(max=1.0)
        kernels.scale_(gradients, factor)
        return norm * factor


@dataclass(frozen=True, slots=True)
class ByValue:
    """gᵢ ← max(−c, min(c, gᵢ)): limits every component, and so turns the gradient's direction.

    Equals `torch.nn.utils.clip_grad_value_(clip_value=c)`.
    """

    limit: float
    """c: the largest component allowed."""

    def apply(self, gradients: Sequence[Tensor], norm: float) -> float:
        """Clamp every component. A norm within the limit proves that there is nothing to do."""
        if norm <= self.limit:
            return norm
        for gradient in gradients:
            gradient.clamp_(-self.limit, self.limit)
        return _norm(gradients).item()

    def apply_on_device(self, gradients: Sequence[Tensor], norm: Tensor) -> Tensor:  # noqa: ARG002
        """Clamp every component."""
        for gradient in gradients:
            gradient.clamp_(-self.limit, self.limit)
        return _norm(gradients)


def _norm(gradients: Sequence[Tensor]) -> Tensor:
    import torch

    from engine import kernels

    norm: Tensor = torch.linalg.vector_norm(torch.stack(list(kernels.norms(gradients))))
    return norm
