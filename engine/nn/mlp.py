"""The multilayer perceptron: linear layers with a bend between them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from itertools import pairwise

from torch import nn

from engine.errors import ConfigurationError, one_of, share
from engine.nn.activations import activation as activation_named
from engine.nn.residual import Residual


def mlp(
    *sizes: int,
    activation: str = "relu",
    init: Callable[[nn.Linear], None] | None = None,
    norm: str | None = None,
    groups: int = 4,
    dropout: float = 0.0,
    residual: bool = False,
    survival: float = 1.0,
) -> nn.Sequential:
    """Linear layers between these sizes, an activation after each but the last.

    `mlp(2, 16, 2)` takes (n, 2) to (n, 2) through 16 hidden units. Layers are called `linear1`,
    `relu1`, `linear2`, …; `init` overwrites the weights of each linear layer that PyTorch drew.
    Activations: relu, tanh, sigmoid, gelu, silu, leaky_relu, prelu, elu, identity.

    Between linear layer and activation stands `norm`: batch, layer or group (with `groups`
    groups). `dropout` follows the activation. With `residual`, each hidden layer that keeps the
    size adds what it computes to its input, as `block2`, …; such a block is left out in training
    with probability 1 − `survival` (`StochasticDepth`).
    Raises ConfigurationError for fewer than two sizes and for what is not among these.
    """
    _check_sizes(sizes, norm, groups)
    share("dropout", dropout, one=True)
    share("survival", survival, one=True)
    if survival < 1 and not residual:
        raise ConfigurationError(
            "survival", survival, "Set residual, or a survival of 1.", "Only blocks can be skipped."
        )
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    *hidden, (inputs, outputs) = pairwise(sizes)
    activation_named(activation)
    for number, (before, after) in enumerate(hidden, start=1):
        block: OrderedDict[str, nn.Module] = OrderedDict()
        block[f"linear{number}"] = _linear(before, after, init)
        if norm is not None:
            block[f"{norm}_norm{number}"] = _norm(norm, after, groups)
        block[f"{activation}{number}"] = activation_named(activation)
        if dropout:
            block[f"dropout{number}"] = nn.Dropout(dropout)
        if residual and before == after:
            layers[f"block{number}"] = Residual(nn.Sequential(block), survival=survival)
        else:
            layers.update(block)
    layers[f"linear{len(hidden) + 1}"] = _linear(inputs, outputs, init)
    return nn.Sequential(layers)


def _check_sizes(sizes: tuple[int, ...], norm: str | None, groups: int) -> None:
    if len(sizes) < 2 or min(sizes) < 1:
        raise ConfigurationError(
            "sizes", sizes, "An MLP needs at least an input size and an output size, from 1 up."
        )
    if norm is None:
        return
    one_of("norm", norm, ("batch", "layer", "group"))
    odd = [size for size in sizes[1:-1] if size % groups]
    if norm == "group" and odd:
        raise ConfigurationError("groups", groups, f"Give a number that divides {odd[0]} units.")


def _linear(inputs: int, outputs: int, init: Callable[[nn.Linear], None] | None) -> nn.Linear:
    linear = nn.Linear(inputs, outputs)
    if init is not None:
        init(linear)
    return linear


def _norm(norm: str, size: int, groups: int) -> nn.Module:
    if norm == "batch":
        return nn.BatchNorm1d(size)
    return nn.LayerNorm(size) if norm == "layer" else nn.GroupNorm(groups, size)
