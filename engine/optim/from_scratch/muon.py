"""Muon: a step for a matrix as a whole, the same length in every direction."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class Muon(Optimizer):
    """Replace the mean gradient of a matrix by the nearest matrix whose singular values are 1.

    With B the running mean of the gradient, 0 at the start, β the momentum, λ the weight decay,
    and n × m the shape of θ:

        B ← β B + (1 − β) g
        U ← β B + (1 − β) g    with Nesterov momentum,    U ← B    without
        θ ← θ − η λ θ
        θ ← θ − η √max(1, n/m) · orthogonal(U)

    A few strong directions dominate the gradient of a matrix; here the weak ones count as much.
    For the matrices inside a network only: everything else goes to AdamW. Source: Jordan, Jin,
    Boza, You, Cesista, Newhouse and Bernstein, "Muon: An optimizer for hidden layers in neural
    networks", 2024. Equals `torch.optim.Muon`: whether B is a mean or a sum makes no difference to
    `orthogonal`, which does not see the scale. `adjust_lr_fn="match_rms_adamw"` scales by
    0.2 √max(n, m) instead, so that a rate found for AdamW can be kept (Liu et al., "Muon is
    Scalable for LLM Training", 2025).
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-3,
        *,
        weight_decay: float = 0.1,
        momentum: float = 0.95,
        nesterov: bool = True,
        ns_coefficients: tuple[float, float, float] = (3.4445, -4.775, 2.0315),
        eps: float = 1e-7,
        ns_steps: int = 5,
        adjust_lr_fn: str | None = None,
    ) -> None:
        """Take charge of the parameters. Raises ValueError for one that is not a matrix."""
        super().__init__(parameters, lr)
        if any(parameter.dim() != 2 for parameter in self.parameters):
            raise ValueError("Muon moves matrices only")
        self.weight_decay = weight_decay
        self.momentum = momentum
        self.nesterov = nesterov
        self.ns_coefficients = ns_coefficients
        self.eps = eps
        self.ns_steps = ns_steps
        self.adjust_lr_fn = adjust_lr_fn
        self.b = self.zeros()

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step of a matrix."""
        # x.lerp(y, w) is (1 − w) x + w y. Here rounding has to be PyTorch's own: `orthogonal`
        # goes down to eight bits, and there the last bit of 24 decides between two neighbours.
        b = self.b[i] = self.b[i].lerp(g, 1 - self.momentum)
        u = g.lerp(b, self.momentum) if self.nesterov else b
        o = orthogonal(u, self.ns_coefficients, self.ns_steps, self.eps)
        theta *= 1 - self.lr * self.weight_decay
        theta.sub_(o, alpha=self.lr * self._scale(*theta.shape))  # θ − α o, rounded once

    def _scale(self, n: int, m: int) -> float:
        """Factor on the rate of a matrix of n × m."""
        if self.adjust_lr_fn == "match_rms_adamw":
            return 0.2 * math.sqrt(max(n, m))
        return math.sqrt(max(1, n / m))


def orthogonal(
    u: Tensor, coefficients: tuple[float, float, float], steps: int, eps: float
) -> Tensor:
    """Push all singular values of a matrix towards 1 and leave its directions alone.

    Newton–Schulz, in bfloat16: X₀ = U / ‖U‖, then X ← a X + b (X Xᵀ) X + c (X Xᵀ)² X. A singular
    value σ becomes a σ + b σ³ + c σ⁵ each time. With (3.4445, −4.775, 2.0315) small ones grow
    quickly, and after five steps all from 0.003 upwards lie between 0.68 and 1.21.
    """
    a, b, c = coefficients
    tall = u.shape[0] > u.shape[1]
    x: Tensor = (u.T if tall else u).bfloat16()
    x = x / x.norm().clamp(min=eps)
    for _ in range(steps):
        xx = x @ x.T
        # Each addmm is one line of the formula, rounded to bfloat16 once: b XXᵀ + c (XXᵀ)², then
        # a X + (…) X.
        x = x.addmm(xx.addmm(xx, xx, beta=b, alpha=c), x, beta=a)
    return (x.T if tall else x).to(u.dtype)
