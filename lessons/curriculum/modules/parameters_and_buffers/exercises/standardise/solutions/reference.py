"""Two buffers: saved and moved with the network, never learned."""

from torch import Tensor, nn


class Standardise(nn.Module):
    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.deviation
