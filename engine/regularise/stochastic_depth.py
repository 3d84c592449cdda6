"""Stochastic depth: in training, whole residual branches are left out at random."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.errors import at_least, one_of, share


class StochasticDepth(nn.Module):
    """Scales what a residual branch adds: b · F(x) in training, p · F(x) in eval mode.

    b is 1 with the survival probability p and else 0, drawn anew for each batch, or for each
    example where `per_example`; the block computes x + b F(x). In eval mode the branch is always
    there, and the factor p makes it as large as it was on average. `scaling` says where p goes:

        eval    b F(x) and p F(x), as in the paper
        train   b F(x) / p and F(x): the same on average ("inverted", as with dropout)
        none    b F(x) and F(x): often written, and wrong, as training and eval mode then see
                different networks

    Draws from torch's global generator. Source: Huang, Sun, Liu, Sedra and Weinberger, "Deep
    Networks with Stochastic Depth", 2016, equations 2 and 5.
    """

    def __init__(
        self, survival: float, *, scaling: str = "eval", per_example: bool = False
    ) -> None:
        """`survival`: p, from 0 to 1. Raises ConfigurationError outside, or for another scaling."""
        super().__init__()
        share("survival", survival, one=True)
        one_of("scaling", scaling, ("eval", "train", "none"))
        self.survival, self.scaling, self.per_example = survival, scaling, per_example

    def forward(self, branch: Tensor) -> Tensor:
        """F(x), (n, …) → the same shape."""
        p = self.survival
        if not self.training:
            return p * branch if self.scaling == "eval" else branch
        shape = (len(branch), *[1] * (branch.dim() - 1)) if self.per_example else (1,)
        b = torch.empty(shape, dtype=branch.dtype, device=branch.device).bernoulli_(p)
        if self.scaling == "train" and p > 0:
            b = b / p
        return b * branch


def linear_decay(blocks: int, last: float = 0.5) -> tuple[float, ...]:
    """Survival probabilities pₗ = 1 − (l / L)(1 − p_L) of blocks l = 1 … L, from 1 down to `last`.

    Early blocks find what all later ones build on, and are kept more often. Source: Huang et al.
    2016, equation 4.
    """
    at_least("blocks", blocks, 1)
    share("last", last, one=True)
    return tuple(1 - block / blocks * (1 - last) for block in range(1, blocks + 1))
