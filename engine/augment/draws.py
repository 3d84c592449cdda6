"""Random numbers for augmentations, all from one given generator.

They are drawn on the generator's device and handed out on the one asked for; where these are the
same, as in a run, nothing is copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch
    from torch import Tensor

PROPOSALS = 8
"""Tries for each Gamma number. One is refused in at most 1 of 20 cases: all of them practically
never, and asking for more would make the processor wait for the accelerator."""


def uniform(random: torch.Generator, like: Tensor, low: float = 0.0, high: float = 1.0) -> Tensor:
    """A number from `low` to `high` for each example of `like` (n, …): (n,), float32."""
    import torch

    drawn = torch.rand(len(like), generator=random, device=random.device)
    return (low + (high - low) * drawn).to(like.device)


def whole(random: torch.Generator, like: Tensor, low: int, high: int) -> Tensor:
    """A whole number from `low` to `high`, both possible, for each example: (n,), int64."""
    import torch

    drawn = torch.randint(low, high + 1, (len(like),), generator=random, device=random.device)
    return drawn.to(like.device)


def normal(random: torch.Generator, like: Tensor) -> Tensor:
    """Gaussian numbers in the shape and type of `like`, mean 0, standard deviation 1."""
    import torch

    drawn = torch.randn(like.shape, generator=random, device=random.device)
    return drawn.to(like.device, like.dtype)


def permutation(random: torch.Generator, like: Tensor) -> Tensor:
    """The numbers of the examples in another order: (n,), int64."""
    import torch

    return torch.randperm(len(like), generator=random, device=random.device).to(like.device)


def beta(random: torch.Generator, like: Tensor, alpha: float) -> Tensor:
    """λ from Beta(α, α) for each example of `like`, or 1 where α is 0: (n,), float32.

    λ = G₁ / (G₁ + G₂) with G₁, G₂ from Gamma(α), computed as σ(ln G₁ − ln G₂): for a small α both
    are too small for a float, their logarithms are not.
    """
    import torch

    if alpha == 0:
        return torch.ones(len(like), device=like.device)
    first, second = _log_gamma(random, len(like), alpha), _log_gamma(random, len(like), alpha)
    return (first - second).sigmoid().to(like.device)


def _log_gamma(random: torch.Generator, count: int, alpha: float) -> Tensor:
    """Logarithms of numbers from Gamma(α): (count,).

    Source: G. Marsaglia and W. Tsang, "A simple method for generating gamma variables", 2000:
    d v with d = α − 1/3, v = (1 + x / √(9 d))³, x normal, u uniform, is kept where
    ln u < x²/2 + d − d v + d ln v. Below α = 1: Gamma(α) is Gamma(α + 1) · U^(1/α).
    """
    import torch

    shape, device = (PROPOSALS, count), random.device
    d = (alpha if alpha >= 1 else alpha + 1) - 1 / 3
    x = torch.randn(shape, generator=random, device=device)
    # 1 − rand lies above 0, so that its logarithm is finite.
    log_u = (1 - torch.rand(shape, generator=random, device=device)).log()
    # Where v is not positive its logarithm is −∞, and it is not kept.
    v = (1 + x / (9 * d) ** 0.5).clamp(min=0) ** 3
    kept = log_u < x**2 / 2 + d - d * v + d * v.log()
    # argmax finds the first proposal that is kept.
    log_g: Tensor = (d * v).log().gather(0, kept.long().argmax(0, keepdim=True))[0]
    if alpha < 1:
        log_g += (1 - torch.rand(count, generator=random, device=device)).log() / alpha
    return log_g
