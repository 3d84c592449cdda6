"""nesterov-is-the-ball: "Gradient plus β v looks ahead." With the old v it is the ball."""

from torch import Tensor


def nesterov(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    velocity = beta * velocity + gradient
    return theta - lr * velocity, velocity
