"""`nn.Buffer` is to buffers what `nn.Parameter` is to parameters: assigned, and known."""

from torch import Tensor, nn


class Standardise(nn.Module):
    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.mean = nn.Buffer(mean)
        self.scale = nn.Buffer(1 / deviation)

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) * self.scale
