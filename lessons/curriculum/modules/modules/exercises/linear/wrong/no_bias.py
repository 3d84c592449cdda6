"""forgets-biases: "A layer is its weights." Each unit adds a number of its own."""

import torch


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    return x @ weight.T
