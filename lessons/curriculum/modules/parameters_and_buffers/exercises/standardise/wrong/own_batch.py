"""statistics-of-the-batch: "Standardise by what is there." It has to be the training data's."""

from torch import Tensor, nn


class Standardise(nn.Module):
    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)

    def forward(self, x: Tensor) -> Tensor:
        return (x - x.mean(dim=0)) / x.std(dim=0)
