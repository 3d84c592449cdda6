"""stale-velocity: "The ball moves, then it learns the slope." The new slope counts at once."""

from torch import Tensor


def heavy_ball(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    return theta - lr * velocity, beta * velocity + gradient
