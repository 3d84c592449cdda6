"""Adafactor: adaptive rates from the memory of one row and one column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class Adafactor(Optimizer):
    """Remember the squared gradient of a matrix by the means of its rows and columns.

    A matrix of n × m keeps n + m numbers in the place of n · m; a vector keeps all of its own.
    With β = 1 − t^decay the share of the past, RMS(x) the root of the mean of x², all memory 0 at
    the start:

        α = max(ε₂, RMS(θ)) · min(η, 1/√t)       θ ← θ − η λ θ
        R ← β R + (1 − β) mean of each row of g²        C ← β C + (1 − β) mean of each column of g²
        V = R C / mean(R)                               (a vector:  V ← β V + (1 − β) g²)
        U = g / max(√V, ε₁)
        θ ← θ − α U / max(1, RMS(U) / d)

    Steps are relative to the size of the weights, and those whose RMS is above d are cut. Source:
    Shazeer and Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", 2018,
    algorithms 4 to 6; the choices are those of `torch.optim.Adafactor`, which this equals: η bounds
    the rate, weights decay apart from the gradient, and ε₁ is the precision of the dtype unless
    given.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-2,
        *,
        beta2_decay: float = -0.8,
        eps: tuple[float | None, float] = (None, 1e-3),
        d: float = 1.0,
        weight_decay: float = 0.0,
    ) -> None:
        """Take charge of the parameters."""
        super().__init__(parameters, lr)
        self.beta2_decay = beta2_decay
        self.eps1, self.eps2 = eps
        self.d = d
        self.weight_decay = weight_decay
        self.rows = [
            p.new_zeros((*p.shape[:-1], 1)) if p.dim() > 1 else None for p in self.parameters
        ]
        self.columns = [
            p.new_zeros((*p.shape[:-2], 1, p.shape[-1])) if p.dim() > 1 else None
            for p in self.parameters
        ]
        self.full = [p.new_zeros(p.shape) if p.dim() <= 1 else None for p in self.parameters]
        self.t = [0] * len(self.parameters)

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step, relative to the size of the weights."""
        self.t[i] += 1
        eps1 = _precision(theta) if self.eps1 is None else self.eps1
        alpha = max(self.eps2, _rms(theta)) * min(self.lr, self.t[i] ** -0.5)
        theta -= self.lr * self.weight_decay * theta
        v = self._mean_square(i, g, 1 - self.t[i] ** self.beta2_decay, eps1)
        update = g / v.sqrt().clamp(min=eps1)
        theta -= alpha * update / max(1.0, _rms(update) / self.d)

    def _mean_square(self, i: int, g: Tensor, beta: float, eps1: float) -> Tensor:
        """V, of the shape of g."""
        rows, columns, full = self.rows[i], self.columns[i], self.full[i]
        if rows is None or columns is None:
            assert full is not None
            full = self.full[i] = beta * full + (1 - beta) * g**2
            return full
        rows = self.rows[i] = beta * rows + (1 - beta) * (g**2).mean(dim=-1, keepdim=True)
        columns = self.columns[i] = beta * columns + (1 - beta) * (g**2).mean(dim=-2, keepdim=True)
        return rows @ columns / rows.mean(dim=-2, keepdim=True).clamp(min=eps1)


def _rms(x: Tensor) -> float:
    return (x**2).mean().sqrt().item()


def _precision(x: Tensor) -> float:
    import torch

    return torch.finfo(x.dtype).eps
