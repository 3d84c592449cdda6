"""The multilayer perceptron: linear layers with a bend between them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from itertools import pairwise

from torch import nn

_ACTIVATIONS: dict[str, type[nn.Module]] = {
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "leaky_relu": nn.LeakyReLU,
}


def mlp(
    *sizes: int,
    activation: str = "relu",
    init: Callable[[nn.Linear], None] | None = None,
) -> nn.Sequential:
    """Linear layers between these sizes, an activation after each but the last.

    `mlp(2, 16, 2)` takes (n, 2) to (n, 2) through 16 hidden units. Layers are called `linear1`,
    `relu1`, `linear2`, …; `init` overwrites the weights of each linear layer that PyTorch drew.
    Activations: relu, tanh, sigmoid, gelu, silu, leaky_relu.
    Raises ValueError for fewer than two sizes or an unknown activation.
    """
    if len(sizes) < 2:
        raise ValueError("an MLP needs at least an input size and an output size")
    if activation not in _ACTIVATIONS:
        raise ValueError(f"no activation {activation!r}; there are {', '.join(_ACTIVATIONS)}")

    layers: OrderedDict[str, nn.Module] = OrderedDict()
    for number, (inputs, outputs) in enumerate(pairwise(sizes), start=1):
        linear = nn.Linear(inputs, outputs)
        if init is not None:
            init(linear)
        layers[f"linear{number}"] = linear
        layers[f"{activation}{number}"] = _ACTIVATIONS[activation]()
    layers.popitem()
    return nn.Sequential(layers)
