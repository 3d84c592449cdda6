"""Two moons, told apart by a scalar autograd engine: one number at a time, plain Python."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from engine import Experiment, data, optim, probes
from engine.data import Batch

if TYPE_CHECKING:
    from lessons.lab import Runs

HIDDEN = 6


def moons(engine: str, lr: float, length: int) -> Experiment:
    """Train on 24 points, all of them in every step."""
    return Experiment(
        data=data.moons(n=32, noise=0.1),
        model=Net,
        step_loss=by_torch if engine == "torch" else by_values(adds=engine == "values"),
        optimizer=optim.SGD(lr=lr),
        steps=length,
        evaluate_every=length,
        probes=(probes.DecisionBoundary(),),
    )


class Net(nn.Module):
    """Points (n, 2) → 6 tanh units → a score each (n,): above 0 means the lower moon.

    `units` (6, 4) holds for each unit its weights for x and y, its bias, and what it adds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.units = nn.Parameter(torch.randn(HIDDEN, 4))
        self.bias = nn.Parameter(torch.zeros(()))

    def forward(self, points: Tensor) -> Tensor:
        hidden = torch.tanh(points @ self.units[:, :2].T + self.units[:, 2])
        return hidden @ self.units[:, 3] + self.bias


def by_torch(net: nn.Module, batch: Batch) -> Tensor:
    """Mean squared distance of tanh(score) from the target, −1 or 1."""
    return (torch.tanh(net(batch.inputs)) - signs(batch)).square().mean()


def by_values(*, adds: bool) -> Any:
    """The same loss, and the same way back, through values of single numbers."""
    return lambda net, batch: Scalar.apply(net.units, net.bias, batch, adds)  # type: ignore[no-untyped-call]


def signs(batch: Batch) -> Tensor:
    """Classes 0 and 1 as −1 and 1."""
    return 2.0 * batch.targets - 1.0


class Scalar(torch.autograd.Function):
    """Hands the weights to the engine below, and its gradients back to PyTorch."""

    @staticmethod
    def forward(ctx: Any, units: Tensor, bias: Tensor, batch: Batch, adds: bool) -> Tensor:
        """The loss. Its gradients are computed at once, and kept."""
        weights = [[Value(number) for number in unit] for unit in units.tolist()]
        last = Value(bias.item())
        loss = Value(0.0)
        points, targets = batch.inputs.tolist(), signs(batch).tolist()
        for (x, y), target in zip(points, targets, strict=True):
            error = score(weights, last, x, y).tanh() + Value(-target)
            loss = loss + error * error * Value(1 / len(points))
        loss.backward(adds)
        ctx.slopes = (
            units.new_tensor([[value.grad for value in unit] for unit in weights]),
            bias.new_tensor(last.grad),
        )
        return units.new_tensor(loss.data)

    @staticmethod
    def backward(ctx: Any, *slopes: Any) -> Any:
        """The chain rule: the slope of what comes after, times our own."""
        (after,) = slopes
        of_units, of_bias = ctx.slopes
        return after * of_units, after * of_bias, None, None


def score(weights: list[list[Value]], bias: Value, x: float, y: float) -> Value:
    """The net's answer for one point."""
    total = bias
    for along_x, along_y, shift, adds in weights:
        total = total + adds * (along_x * Value(x) + along_y * Value(y) + shift).tanh()
    return total


class Value:
    """A number that remembers what it was computed from."""

    def __init__(
        self, data: float, parents: tuple[Value, ...] = (), slopes: tuple[float, ...] = ()
    ) -> None:
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other: Value) -> Value:
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other: Value) -> Value:
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def tanh(self) -> Value:
        """Its slope is 1 − tanh²."""
        t = math.tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def backward(self, adds: bool) -> None:
        """Gradients of this value by all that led to it.

        Without `adds` a gradient overwrites the one that is there already.
        """
        order: list[Value] = []
        seen: set[Value] = set()

        def visit(value: Value) -> None:
            if value not in seen:
                seen.add(value)
                for parent in value.parents:
                    visit(parent)
                order.append(value)

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            for parent, slope in zip(value.parents, value.slopes, strict=True):
                before = parent.grad if adds else 0.0
                parent.grad = before + slope * value.grad


def what_became(runs: Runs) -> str:
    """Whether the engine that overwrites learns as well, less well, or not at all."""
    right, wrong = (float(runs[name].loss[-1]) for name in ("values", "last"))
    start = float(runs["last"].loss[0])
    if not math.isfinite(wrong) or wrong > 2 * start:
        return "diverges"
    if wrong < right + 0.05:
        return "same"
    return "slower" if wrong < 0.4 else "hardly"
