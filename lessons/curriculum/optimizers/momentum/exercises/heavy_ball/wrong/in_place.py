""""In place saves memory." The caller's tensors are changed under its hands."""

from torch import Tensor


def heavy_ball(
    theta: Tensor, velocity: Tensor, gradient: Tensor, lr: float, beta: float
) -> tuple[Tensor, Tensor]:
    velocity.mul_(beta).add_(gradient)
    return theta.sub_(lr * velocity), velocity
