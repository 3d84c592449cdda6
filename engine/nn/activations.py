"""Activations by name, for every model that lets one choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from torch import nn

from engine.errors import one_of

ACTIVATIONS: Mapping[str, Callable[[], nn.Module]] = {
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "leaky_relu": nn.LeakyReLU,
    "prelu": nn.PReLU,
    "elu": nn.ELU,
    "identity": nn.Identity,
}
"""`identity` bends nothing: a stack of layers with it is one linear layer."""


def activation(name: str) -> nn.Module:
    """A new activation layer. Raises ConfigurationError for an unknown name."""
    one_of("activation", name, ACTIVATIONS)
    return ACTIVATIONS[name]()
