"""DropConnect: in training, single weights are left out at random."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.errors import at_least, share
from engine.nn.init.default import torch_default


class DropConnect(nn.Module):
    """y = x (M ∘ W)ᵀ / (1 − p) + b in training, y = x Wᵀ + b in eval mode: a linear layer.

    M is a mask of zeros and ones over the weights, each kept with probability 1 − p; dropout would
    mask x or y instead. Dividing keeps the expected output, so that the mean weights serve in eval
    mode. The paper draws a mask for every example, (n, out, in) numbers; with
    `per_example=False` one mask serves the whole batch, which is cheaper and noisier. Draws from
    torch's global generator. Here biases are never masked.

    Source: Wan, Zeiler, Zhang, LeCun and Fergus, "Regularization of Neural Networks using
    DropConnect", 2013, whose p is the probability of being kept. For its inference see
    `moment_matched`.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        p: float = 0.5,
        *,
        bias: bool = True,
        per_example: bool = True,
    ) -> None:
        """`p`: probability of being left out. Raises ConfigurationError outside 0 ≤ p < 1."""
        super().__init__()
        at_least("in_features", in_features, 1)
        at_least("out_features", out_features, 1)
        share("p", p)
        self.in_features, self.out_features = in_features, out_features
        self.p, self.per_example = p, per_example
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        self.bias = nn.Parameter(torch.empty(out_features)) if bias else None
        torch_default(self)

    def forward(self, x: Tensor) -> Tensor:
        """(n, in_features) → (n, out_features)."""
        if not self.training or self.p == 0:
            y = x @ self.weight.T
        else:
            masks = (len(x), *self.weight.shape) if self.per_example else self.weight.shape
            mask = torch.empty(masks, dtype=x.dtype, device=x.device).bernoulli_(1 - self.p)
            weight = mask * self.weight / (1 - self.p)  # ([n,] out, in)
            y = (weight @ x.unsqueeze(-1)).squeeze(-1)
        return y if self.bias is None else y + self.bias


@torch.no_grad()
def moment_matched(
    layer: DropConnect, x: Tensor, activation: nn.Module, samples: int = 1000
) -> Tensor:
    """The paper's inference: the mean of activation(u) over masks, with u taken to be normal.

    A sum of many masked weights is nearly normal, with the mean and variance

        E[u] = x Wᵀ + b        V[u] = p / (1 − p) · x² (W²)ᵀ

    (squares of elements). `samples` values of u are drawn from torch's global generator and the
    activation is averaged over them, which is not the activation of the mean. (n, in_features) →
    (n, out_features). Source: Wan et al. 2013, section 3.2 and algorithm 2.
    """
    at_least("samples", samples, 1)
    mean = x @ layer.weight.T + (0 if layer.bias is None else layer.bias)
    variance = layer.p / (1 - layer.p) * (x**2 @ (layer.weight**2).T)
    u = mean + variance.sqrt() * torch.randn(samples, *mean.shape, dtype=x.dtype, device=x.device)
    averaged: Tensor = activation(u).mean(0)
    return averaged
