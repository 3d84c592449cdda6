"""Nesterov's step, as some pages have it."""

from torch import Tensor


def nesterov(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    """The weights and the velocity after one step of Nesterov's rule, in PyTorch's form."""
    ahead = gradient + beta * velocity  # where the ball is carried anyway
    velocity = beta * velocity + gradient
    return theta - lr * ahead, velocity
