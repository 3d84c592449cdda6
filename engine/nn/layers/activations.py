"""Activations: the bends without which a stack of linear layers is one linear layer."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from engine.errors import ConfigurationError, one_of


def sigmoid(x: Tensor) -> Tensor:
    """σ(x) = 1 / (1 + e⁻ˣ), and for negative x the equal eˣ / (1 + eˣ).

    Neither form ever sees the exponential of a large number, which would be infinite.
    """
    shrinking, growing = torch.exp(-x.clamp(min=0)), torch.exp(x.clamp(max=0))
    return torch.where(x >= 0, 1 / (1 + shrinking), growing / (1 + growing))


def tanh(x: Tensor) -> Tensor:
    """tanh x = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ) = 2 σ(2x) − 1: a sigmoid stretched to −1 … 1."""
    return 2 * sigmoid(2 * x) - 1


def softmax(x: Tensor, dim: int) -> Tensor:
    """softmax(x)ᵢ = e^xᵢ / Σⱼ e^xⱼ along one axis.

    A number taken from all x changes nothing, and taking the largest keeps e^x at most 1.
    """
    exponentials = torch.exp(x - x.amax(dim, keepdim=True).detach())
    return exponentials / exponentials.sum(dim, keepdim=True)


class Sigmoid(nn.Module):
    """σ(x) = 1 / (1 + e⁻ˣ): squeezes to 0 … 1. Its slope is at most 1/4."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape → the same shape."""
        return sigmoid(x)


class Tanh(nn.Module):
    """tanh x: squeezes to −1 … 1, around 0. Its slope is at most 1."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape → the same shape."""
        return tanh(x)


class ReLU(nn.Module):
    """max(0, x). Its slope is 0 for negative x, and 0 at x = 0 by convention."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape → the same shape."""
        return torch.where(x <= 0, 0, x)


class LeakyReLU(nn.Module):
    """x for positive x, else s x with a small slope s, so that no unit is ever quite dead.

    Source: Maas, Hannun and Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic
    Models", 2013.
    """

    def __init__(self, negative_slope: float = 0.01) -> None:
        super().__init__()
        self.negative_slope = negative_slope

    def forward(self, x: Tensor) -> Tensor:
        """Any shape → the same shape."""
        return torch.where(x > 0, x, self.negative_slope * x)


class PReLU(nn.Module):
    """x for positive x, else a x with a learned slope a, for all channels or one for each.

    Source: He, Zhang, Ren and Sun, "Delving Deep into Rectifiers", 2015.
    """

    def __init__(self, num_parameters: int = 1, init: float = 0.25) -> None:
        """`num_parameters`: 1, or the number of channels."""
        super().__init__()
        self.weight = nn.Parameter(torch.full((num_parameters,), init))  # a

    def forward(self, x: Tensor) -> Tensor:
        """(n, channels, …) → the same shape; any shape for a single slope."""
        shape = (-1, *[1] * (x.dim() - 2)) if len(self.weight) > 1 else (1,)
        a = self.weight.view(shape)  # so that channels meet axis 1
        return torch.where(x > 0, x, a * x)


class ELU(nn.Module):
    """x for positive x, else α (eˣ − 1).

    Source: Clevert, Unterthiner and Hochreiter, "Fast and Accurate Deep Network Learning by
    Exponential Linear Units", 2016.
    """

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__()
        self.alpha = alpha

    def forward(self, x: Tensor) -> Tensor:
        """Any shape → the same shape."""
        return torch.where(x > 0, x, self.alpha * torch.expm1(x.clamp(max=0)))


class GELU(nn.Module):
    """x Φ(x), with Φ the share of a normal distribution below x: (1 + erf(x / √2)) / 2.

    With `approximate="tanh"`: x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2. Source: Hendrycks and
    Gimpel, "Gaussian Error Linear Units", 2016.
    """

    def __init__(self, approximate: str = "none") -> None:
        """`approximate`: `none` or `tanh`; raises ConfigurationError for anything else."""
        super().__init__()
        one_of("approximate", approximate, ("none", "tanh"))
        self.approximate = approximate

    def forward(self, x: Tensor) -> Tensor:
        """Any shape → the same shape."""
        if self.approximate == "tanh":
            return x * (1 + tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2
        return x * (1 + torch.erf(x / math.sqrt(2))) / 2


class SiLU(nn.Module):
    """x σ(x), also called swish.

    Sources: Hendrycks and Gimpel 2016; Ramachandran, Zoph and Le, "Searching for Activation
    Functions", 2017.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Any shape → the same shape."""
        return x * sigmoid(x)


class Softmax(nn.Module):
    """Turns scores into shares that add up to 1 along the axis `dim`."""

    def __init__(self, dim: int | None = None) -> None:
        """Raises ConfigurationError without an axis: there is none that is always right."""
        super().__init__()
        if dim is None:
            raise ConfigurationError("dim", dim, "Say along which axis the shares add up to 1.")
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        """Any shape → the same shape."""
        return softmax(x, self.dim)
