"""Penalties: large weights cost something, beside the errors they make."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from engine.errors import at_least


def l2_penalty(model: nn.Module, strength: float, *, biases: bool = True) -> Tensor:
    """λ/2 Σ θ², to be added to a loss.

    Its gradient λ θ is what `weight_decay=λ` adds in `torch.optim.SGD`; without the half it would
    be twice that. `biases=False` counts weights of two or more axes only, and leaves out biases
    and the scales of normalisations. Frozen parameters do not count. Raises ConfigurationError for
    a negative strength.
    """
    at_least("strength", strength, 0)
    return strength / 2 * _sum([(theta**2).sum() for theta in _counted(model, biases)])


def l1_penalty(model: nn.Module, strength: float, *, biases: bool = True) -> Tensor:
    """λ Σ |θ|, to be added to a loss: pulls every weight by the same λ, small ones down to 0.

    Arguments as in `l2_penalty`. Source: Tibshirani, "Regression Shrinkage and Selection via the
    Lasso", 1996.
    """
    at_least("strength", strength, 0)
    return strength * _sum([theta.abs().sum() for theta in _counted(model, biases)])


def _counted(model: nn.Module, biases: bool) -> Iterator[nn.Parameter]:
    for theta in model.parameters():
        if theta.requires_grad and (biases or theta.dim() >= 2):
            yield theta


def _sum(parts: list[Tensor]) -> Tensor:
    return torch.stack(parts).sum() if parts else torch.zeros(())
