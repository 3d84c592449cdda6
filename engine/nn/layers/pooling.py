"""Pooling: of every window of an image only the largest or the mean value is kept."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from engine.errors import ConfigurationError
from engine.nn.layers.windows import Pair, pair, windows


class _Pool2d(nn.Module):
    """Kernel, stride (the kernel where it is None) and padding of a pooling layer."""

    def __init__(
        self, kernel_size: int | Pair, stride: int | Pair | None = None, padding: int | Pair = 0
    ) -> None:
        """Raises ConfigurationError for a padding above half the kernel."""
        super().__init__()
        self.kernel_size = pair(kernel_size)
        self.stride = self.kernel_size if stride is None else pair(stride)
        self.padding = pair(padding)
        if any(2 * p > k for p, k in zip(self.padding, self.kernel_size, strict=True)):
            raise ConfigurationError(
                "padding", padding, f"Give at most half of the kernel, {self.kernel_size}."
            )

    def _seen(self, x: Tensor, outside: float) -> Tensor:
        """(n, c, h, w) → (places of the kernel, n, c, out h, out w)."""
        height, width = self.padding
        x = F.pad(x, (width, width, height, height), value=outside)
        return windows(x, self.kernel_size, self.stride)


class MaxPool2d(_Pool2d):
    """y[n, c, i, j] = max over u, v of x[n, c, i s + u, j s + v].

    The gradient goes to the largest value of the window alone; to the first of them where several
    are equal. Padding never wins. Source: `torch.nn.MaxPool2d`.
    """

    def forward(self, x: Tensor) -> Tensor:
        """(n, c, height, width) → (n, c, out height, out width)."""
        return self._seen(x, outside=float("-inf")).max(dim=0).values


class AvgPool2d(_Pool2d):
    """y[n, c, i, j] = mean over u, v of x[n, c, i s + u, j s + v].

    Zeros of the padding count. Source: `torch.nn.AvgPool2d` (with its `count_include_pad=True`).
    """

    def forward(self, x: Tensor) -> Tensor:
        """(n, c, height, width) → (n, c, out height, out width)."""
        return self._seen(x, outside=0.0).mean(dim=0)
