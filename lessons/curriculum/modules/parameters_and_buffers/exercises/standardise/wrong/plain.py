"""attribute-follows-the-module: "What a module has, it saves." It saves what is on its lists."""

from torch import Tensor, nn


class Standardise(nn.Module):
    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.mean = mean
        self.deviation = deviation

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.deviation
