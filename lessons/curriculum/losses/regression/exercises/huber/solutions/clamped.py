"""The size splits into a part up to δ, which is squared, and the rest, which costs δ each."""

from torch import Tensor


def huber(prediction: Tensor, target: Tensor, delta: float) -> Tensor:
    size = (prediction - target).abs()
    near = size.clamp(max=delta)
    return (0.5 * near**2 + delta * (size - near)).mean()
