"""One row of weights for all: the sum over units is gone."""

import torch


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    return (x @ weight.T).sum(dim=-1, keepdim=True) + bias
