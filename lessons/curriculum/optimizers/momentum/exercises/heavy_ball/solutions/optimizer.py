"""PyTorch's own optimiser, with its memory set by hand."""

import torch
from torch import Tensor


def heavy_ball(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    weight = theta.clone().requires_grad_()
    weight.grad = gradient.clone()
    sgd = torch.optim.SGD([weight], lr=lr, momentum=beta)
    sgd.state[weight]["momentum_buffer"] = velocity.clone()
    sgd.step()
    return weight.detach(), sgd.state[weight]["momentum_buffer"]
