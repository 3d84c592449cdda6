"""rate-inside-velocity: "It is the same walk." Only as long as the rate is constant."""

from torch import Tensor


def heavy_ball(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    velocity = beta * velocity - lr * gradient
    return theta + velocity, velocity
