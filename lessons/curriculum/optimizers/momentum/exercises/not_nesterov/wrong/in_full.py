""""The look ahead adds gradient and velocity." The velocity counts β times."""

from torch import Tensor


def nesterov(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    velocity = beta * velocity + gradient
    return theta - lr * (gradient + velocity), velocity
