"""A parameter that asks for no gradient: descent leaves it alone, until somebody unfreezes it."""

from torch import Tensor, nn


class Standardise(nn.Module):
    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.mean = nn.Parameter(mean, requires_grad=False)
        self.deviation = nn.Parameter(deviation, requires_grad=False)

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.deviation
