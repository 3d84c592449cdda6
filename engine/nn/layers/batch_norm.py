"""Batch normalisation: every channel gets mean 0 and variance 1 over the batch."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.errors import at_least, share
from engine.nn.layers.expect import expect


class _BatchNorm(nn.Module):
    """What batch normalisation does, whatever axes follow the channels.

    With the mean μ and the variance σ² of a channel over all examples and places of the batch:

        y = γ (x − μ) / √(σ² + ε) + β

    Training uses the batch's own μ and σ² and keeps running ones for later,

        running ← (1 − momentum) · running + momentum · batch,

    eval mode uses the running ones: it is not an identity. The batch is divided by its biased
    variance (1/m Σ), the running variance takes the unbiased one (1/(m−1) Σ). With a momentum of
    None the running values are the mean over all batches seen. Source: Ioffe and Szegedy, "Batch
    Normalization", 2015, algorithms 1 and 2; `torch.nn.BatchNorm2d`.
    """

    axes: tuple[int, ...]
    """Numbers of axes that inputs may have."""
    running_mean: Tensor
    running_var: Tensor
    num_batches_tracked: Tensor

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float | None = 0.1) -> None:
        """`num_features`: channels. Raises ConfigurationError for a momentum outside 0 … 1."""
        super().__init__()
        at_least("num_features", num_features, 1)
        if momentum is not None:
            share("momentum", momentum, one=True)
        self.num_features, self.eps, self.momentum = num_features, eps, momentum
        self.weight = nn.Parameter(torch.ones(num_features))  # γ
        self.bias = nn.Parameter(torch.zeros(num_features))  # β
        self.register_buffer("running_mean", torch.zeros(num_features))
        self.register_buffer("running_var", torch.ones(num_features))
        self.register_buffer("num_batches_tracked", torch.tensor(0))

    def forward(self, x: Tensor) -> Tensor:
        """(n, channels, …) → the same shape. Raises ValueError where there is nothing to average.

        A batch with a single value in each channel has no variance.
        """
        fits = x.dim() in self.axes and x.shape[1] == self.num_features
        axes = " or ".join(map(str, self.axes))
        expect(fits, f"(n, {self.num_features}, …) with {axes} axes", x)
        mean, variance = self.running_mean, self.running_var
        if self.training:
            others = [axis for axis in range(x.dim()) if axis != 1]
            mean = x.mean(others)
            variance = x.var(others, correction=0)
            self._remember(mean.detach(), variance.detach(), values=x.numel() // x.shape[1])
        shape = (-1, *[1] * (x.dim() - 2))  # so that channels meet axis 1
        normal = (x - mean.view(shape)) / (variance.view(shape) + self.eps).sqrt()
        return self.weight.view(shape) * normal + self.bias.view(shape)

    def _remember(self, mean: Tensor, variance: Tensor, values: int) -> None:
        """Move the running statistics towards those of a batch with `values` per channel."""
        if values < 2:
            raise ValueError("batch normalisation in training needs two values in each channel")
        self.num_batches_tracked += 1
        weight = self.momentum
        if weight is None:
            weight = 1 / self.num_batches_tracked.item()
        unbiased = variance * values / (values - 1)
        self.running_mean.copy_((1 - weight) * self.running_mean + weight * mean)
        self.running_var.copy_((1 - weight) * self.running_var + weight * unbiased)


class BatchNorm1d(_BatchNorm):
    """Batch normalisation of (n, channels) or (n, channels, length)."""

    axes = (2, 3)


class BatchNorm2d(_BatchNorm):
    """Batch normalisation of images, (n, channels, height, width)."""

    axes = (4,)
