"""The bend as a choice, and products written as sums over the points."""

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
        self.sums = x @ self.w1 + self.b1
        self.hidden = torch.relu(self.sums)
        return self.hidden @ self.w2 + self.b2

    def backward(self, slope: Tensor) -> tuple[Tensor, ...]:
        back = slope @ self.w2.T
        back = torch.where(self.sums > 0, back, torch.zeros(()))
        return (
            torch.einsum("ni,nu->iu", self.x, back),
            back.sum(0),
            torch.einsum("nu,no->uo", self.hidden, slope),
            slope.sum(0),
        )
