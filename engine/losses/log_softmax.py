"""Logarithms of softmax probabilities, for scores of any size."""

from __future__ import annotations

from torch import Tensor

from engine.losses.base import full_precision


def log_softmax(scores: Tensor, dim: int = -1) -> Tensor:
    """log p_k = z_k − log Σ_j e^{z_j}, with the scores z along `dim`.

    Taking the largest score m from all of them changes nothing, since
    log Σ e^{z_j} = m + log Σ e^{z_j − m}, but leaves no exponential above e⁰ = 1 to overflow.
    Equals `torch.log_softmax`.
    """
    z = full_precision(scores)
    # The maximum cancels out, and so does its gradient: no need to follow it.
    z = z - z.amax(dim, keepdim=True).detach()
    return z - z.exp().sum(dim, keepdim=True).log()
