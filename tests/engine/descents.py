"""A descent that any optimiser can be put to: parameters of all shapes, noisy gradients."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import torch
from torch import Tensor, nn

from engine.optim import Rule, Stepper

SHAPES = ((4, 3), (4,), (2, 3, 3), ())
MATRICES = ((4, 3), (3, 5), (4, 4))
Shapes = tuple[tuple[int, ...], ...]


def start(dtype: torch.dtype, shapes: Shapes = SHAPES) -> list[nn.Parameter]:
    """The same parameters at every call."""
    random = torch.Generator().manual_seed(3)
    return [
        nn.Parameter(torch.randn(shape, generator=random, dtype=torch.float64).to(dtype))
        for shape in shapes
    ]


@cache
def noise(shapes: Shapes, step: int) -> list[Tensor]:
    """What disturbs the gradients of one step, the same at every call."""
    random = torch.Generator().manual_seed(100 + step)
    return [torch.randn(shape, generator=random, dtype=torch.float64) for shape in shapes]


def present(step: int, index: int) -> bool:
    """Each parameter takes part in most steps; one of them comes late, all miss some."""
    return not (index == 1 and step < 3) and (step + index) % 7 != 5


def put_gradients(parameters: Sequence[nn.Parameter], step: int) -> None:
    """Those of a bowl, with noise."""
    shapes = tuple(tuple(parameter.shape) for parameter in parameters)
    for index, (parameter, disturbance) in enumerate(
        zip(parameters, noise(shapes, step), strict=True)
    ):
        gradient = parameter.detach() + 0.5 * disturbance.to(parameter.dtype)
        parameter.grad = gradient if present(step, index) else None


def rate(base: float, step: int) -> float:
    """A rate that changes at every step."""
    return base * (1 + 0.5 * (step % 5)) / 3


def descend(stepper: Stepper, parameters: Sequence[nn.Parameter], steps: range) -> list[Tensor]:
    """Where the parameters are after these steps; they are moved in place."""
    for step in steps:
        put_gradients(parameters, step)
        stepper.step([rate(lr, step) for lr in stepper.base_lrs])
    return [parameter.detach().clone() for parameter in parameters]


def by_rule(
    rule: Rule, dtype: torch.dtype, steps: int = 300, shapes: Shapes = SHAPES
) -> list[Tensor]:
    """The end of a rule's descent."""
    parameters = start(dtype, shapes)
    return descend(rule.build(parameters), parameters, range(steps))


def by_torch(
    make: Callable[[list[nn.Parameter]], torch.optim.Optimizer],
    dtype: torch.dtype,
    steps: int = 300,
    shapes: Shapes = SHAPES,
) -> list[Tensor]:
    """The end of the same descent by an optimiser of torch, called as in its documentation."""
    parameters = start(dtype, shapes)
    optimizer = make(parameters)
    (group,) = optimizer.param_groups
    base = group["lr"]
    for step in range(steps):
        put_gradients(parameters, step)
        group["lr"] = rate(base, step)
        optimizer.step()
    return [parameter.detach().clone() for parameter in parameters]


def pairs(ours: Sequence[Tensor], theirs: Sequence[Tensor]) -> Iterator[tuple[Tensor, Tensor]]:
    """Tensors side by side, all of them finite."""
    for a, b in zip(ours, theirs, strict=True):
        assert torch.isfinite(b).all()
        yield a, b


def assert_close(ours: Sequence[Tensor], theirs: Sequence[Tensor], tolerance: float) -> None:
    """Equal to a tolerance relative to the largest number."""
    for a, b in pairs(ours, theirs):
        torch.testing.assert_close(a, b, rtol=tolerance, atol=tolerance * b.abs().max().item())


def assert_same_bits(ours: Sequence[Tensor], theirs: Sequence[Tensor]) -> None:
    """Equal to the last bit."""
    for a, b in pairs(ours, theirs):
        assert torch.equal(a, b)
