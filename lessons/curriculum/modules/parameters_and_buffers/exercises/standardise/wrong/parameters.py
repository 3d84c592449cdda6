"""constants-as-parameters: "What is to be saved is a parameter." Then it is learned as well."""

from torch import Tensor, nn


class Standardise(nn.Module):
    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.mean = nn.Parameter(mean)
        self.deviation = nn.Parameter(deviation)

    def forward(self, x: Tensor) -> Tensor:
        return (x - self.mean) / self.deviation
