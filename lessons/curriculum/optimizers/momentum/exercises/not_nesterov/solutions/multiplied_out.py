"""Multiplied out: (1 + β) g + β² v, with the old velocity."""

from torch import Tensor


def nesterov(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    ahead = (1 + beta) * gradient + beta**2 * velocity
    return theta - lr * ahead, beta * velocity + gradient
