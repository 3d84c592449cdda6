"""Counts numbers in bins of equal width."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from engine.observations import Array

Range = tuple[float, float]


def histogram(values: Tensor, bins: int, limits: Range | None = None) -> tuple[Range, Tensor]:
    """The outer edges and how many values are in each bin: (bins,), float32, on the CPU.

    Without `limits` the edges are the lowest and the highest value. With them a value that lies
    beyond is counted in the outermost bin. Numbers that are not finite are left out.
    """
    flat = values.detach().flatten().float().cpu()
    if not flat.isfinite().all():
        flat = flat[flat.isfinite()]
    if limits is None:
        limits = (flat.min().item(), flat.max().item()) if len(flat) else (0.0, 0.0)
    low, high = limits
    if not low < high:
        low, high = low - 0.5, high + 0.5
    return (low, high), torch.histc(flat.clamp(low, high), bins, low, high)


def histograms(
    tensors: Sequence[Tensor], bins: int, limits: Range | None = None
) -> tuple[Array, Array]:
    """Outer edges (n, 2) and counts (n, bins) of several tensors."""
    done = [histogram(tensor, bins, limits) for tensor in tensors]
    edges = torch.tensor([edge for edge, _ in done]).reshape(-1, 2)
    counts = torch.stack([count for _, count in done]) if done else torch.zeros(0, bins)
    return Array.of(edges), Array.of(counts)
