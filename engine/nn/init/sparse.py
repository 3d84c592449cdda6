"""Sparse weights: every input reaches only a few of the units."""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor

from engine.errors import share
from engine.nn.init.fans import fans


@torch.no_grad()
def sparse_(
    weight: Tensor,
    sparsity: float = 0.9,
    std: float = 0.01,
    generator: Generator | None = None,
) -> Tensor:
    """From N(0, std²), then a share of each column, ⌈sparsity · rows⌉ of its weights, set to 0.

    A column holds what one input gives to all units. Kernels of a convolution, (out, in, …), count
    as a matrix (out, the rest). The same as `torch.nn.init.sparse_`, which however chooses rows by
    the global generator even where it is given one. Source: Martens, "Deep learning via
    Hessian-free optimization", 2010.
    """
    fans(weight)  # refuses a vector
    share("sparsity", sparsity, one=True)
    weight.normal_(0, std, generator=generator)
    matrix = weight.view(len(weight), -1)
    zeros = math.ceil(sparsity * len(matrix))
    for column in range(matrix.shape[1]):
        rows = torch.randperm(len(matrix), generator=generator)[:zeros]
        matrix[rows, column] = 0
    return weight
