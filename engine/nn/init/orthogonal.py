"""Orthogonal weights: they turn what they are given, and change no length."""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from engine.nn.init.fans import fans


@torch.no_grad()
def orthogonal_(weight: Tensor, gain: float = 1.0, generator: Generator | None = None) -> Tensor:
    """gain · Q, with a random Q whose rows, or columns where those are fewer, are orthonormal.

    QᵀQ = I or QQᵀ = I: all singular values are 1, so that repeated multiplication neither grows
    nor shrinks a vector. Q comes from the QR decomposition of a normal matrix; with the signs of
    R's diagonal taken into it, every orthogonal matrix is as likely as any other. Kernels of a
    convolution, (out, in, …), count as a matrix (out, the rest). The same as
    `torch.nn.init.orthogonal_`. Source: Saxe, McClelland and Ganguli, "Exact solutions to the
    nonlinear dynamics of learning in deep linear neural networks", 2014.
    """
    fans(weight)  # refuses a vector
    rows, columns = weight.shape[0], weight[0].numel()
    normal = weight.new_empty(rows, columns).normal_(generator=generator)
    wide = rows < columns
    q, r = torch.linalg.qr(normal.T if wide else normal)
    q = q * r.diagonal().sign()
    q = q.T if wide else q
    return weight.copy_(gain * q.reshape(weight.shape))
