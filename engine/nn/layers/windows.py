"""What a sliding window sees: shifted copies of an image, laid on top of each other."""

from __future__ import annotations

import torch
from torch import Tensor

Pair = tuple[int, int]


def pair(value: int | Pair) -> Pair:
    """One number for both height and width, or one for each."""
    return (value, value) if isinstance(value, int) else value


def windows(images: Tensor, kernel: Pair, stride: Pair, dilation: Pair = (1, 1)) -> Tensor:
    """The pixel under each place of the kernel, for every position of the kernel.

    Takes (n, c, height, width) to (kernel height · kernel width, n, c, out height, out width),
    where out = ⌊(size − dilation · (kernel − 1) − 1) / stride⌋ + 1. Raises ValueError where the
    kernel does not fit into the image.
    """
    sizes = zip(images.shape[-2:], kernel, stride, dilation, strict=True)
    out_height, out_width = ((size - d * (k - 1) - 1) // s + 1 for size, k, s, d in sizes)
    if out_height < 1 or out_width < 1:
        raise ValueError(
            f"a kernel of {kernel} with dilation {dilation} does not fit into "
            f"an image of {tuple(images.shape[-2:])}"
        )
    rows_wide, columns_wide = (out_height - 1) * stride[0] + 1, (out_width - 1) * stride[1] + 1
    seen = []
    for u in range(kernel[0]):
        for v in range(kernel[1]):
            top, left = u * dilation[0], v * dilation[1]
            rows = slice(top, top + rows_wide, stride[0])
            columns = slice(left, left + columns_wide, stride[1])
            seen.append(images[:, :, rows, columns])
    return torch.stack(seen)
