"""It is read as it is spoken, x − mean / deviation. Only the mean is divided."""

from torch import Tensor, nn


class Standardise(nn.Module):
    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)

    def forward(self, x: Tensor) -> Tensor:
        return x - self.mean / self.deviation
