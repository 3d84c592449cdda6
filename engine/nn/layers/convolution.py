"""The convolution: one small set of weights, applied at every place of an image."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.errors import ConfigurationError, at_least
from engine.nn.init.default import torch_default
from engine.nn.layers.expect import expect
from engine.nn.layers.windows import Pair, pair, windows


class Conv2d(nn.Module):
    """A window slides over the image; each place gives one weighted sum of what it sees.

    With stride s, dilation d, the image x padded by zeros on all sides, and u, v running over the
    kernel:

        y[n, o, i, j] = b[o] + Σ_c Σ_u Σ_v W[o, c, u, v] · x[n, c, i s + u d, j s + v d]

    The kernel is not flipped: strictly this is a cross-correlation, as in every deep-learning
    library. With `groups` g, each of g equal parts of the outputs sees its own part of the inputs
    only. out size = ⌊(size + 2 · padding − dilation · (kernel − 1) − 1) / stride⌋ + 1. Source:
    `torch.nn.Conv2d`, whose initial weights it draws too.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | Pair,
        *,
        stride: int | Pair = 1,
        padding: int | Pair = 0,
        dilation: int | Pair = 1,
        groups: int = 1,
        bias: bool = True,
    ) -> None:
        """Raises ConfigurationError where the channels cannot be shared out among the groups."""
        super().__init__()
        at_least("in_channels", in_channels, 1)
        at_least("out_channels", out_channels, 1)
        at_least("groups", groups, 1)
        if in_channels % groups or out_channels % groups:
            raise ConfigurationError(
                "groups",
                groups,
                f"Give a number that divides both {in_channels} and {out_channels} channels.",
            )
        self.in_channels, self.out_channels, self.groups = in_channels, out_channels, groups
        self.kernel_size, self.stride = pair(kernel_size), pair(stride)
        self.padding, self.dilation = pair(padding), pair(dilation)
        shape = (out_channels, in_channels // groups, *self.kernel_size)
        self.weight = nn.Parameter(torch.empty(shape))
        self.bias = nn.Parameter(torch.empty(out_channels)) if bias else None
        torch_default(self)

    def forward(self, x: Tensor) -> Tensor:
        """(n, in_channels, height, width) → (n, out_channels, out height, out width)."""
        fits = x.dim() == 4 and x.shape[1] == self.in_channels
        expect(fits, f"(n, {self.in_channels}, height, width)", x)
        height, width = self.padding
        x = F.pad(x, (width, width, height, height))
        seen = windows(x, self.kernel_size, self.stride, self.dilation)  # (k, n, c, h, w)
        seen = seen.unflatten(2, (self.groups, -1))  # (k, n, groups, c / groups, h, w)
        weight = self.weight.unflatten(0, (self.groups, -1)).flatten(-2)  # (groups, o, c, k)
        y = torch.einsum("gock, kngchw -> ngohw", weight, seen).flatten(1, 2)
        return y if self.bias is None else y + self.bias.view(-1, 1, 1)
