"""bias-takes-the-mean: "A bias gets the mean of the slopes." It gets the sum, as weights do."""

import torch
from torch import Tensor


class TwoLayers:
    def __init__(self, inputs: int, units: int, outputs: int) -> None:
        self.w1 = torch.randn(inputs, units)
        self.b1 = torch.zeros(units)
        self.w2 = torch.randn(units, outputs) / units**0.5
        self.b2 = torch.zeros(outputs)

    def forward(self, x: Tensor) -> Tensor:
        self.x = x
        self.hidden = (x @ self.w1 + self.b1).clamp(min=0)
        return self.hidden @ self.w2 + self.b2

    def backward(self, slope: Tensor) -> tuple[Tensor, ...]:
        of_w2 = self.hidden.T @ slope
        of_b2 = slope.sum(dim=0)
        below = (slope @ self.w2.T) * (self.hidden > 0)
        of_w1 = self.x.T @ below
        of_b1 = below.mean(dim=0)
        return of_w1, of_b1, of_w2, of_b2
