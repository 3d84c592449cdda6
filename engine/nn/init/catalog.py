"""Initialisations by name."""

from __future__ import annotations

import math
from functools import partial

from engine.catalog import Catalog, Entry
from engine.nn.init.apply import Fill
from engine.nn.init.constant import constant_, identity_, zeros_
from engine.nn.init.draws import normal_, uniform_
from engine.nn.init.he import he_normal_, he_uniform_
from engine.nn.init.orthogonal import orthogonal_
from engine.nn.init.sparse import sparse_
from engine.nn.init.xavier import xavier_normal_, xavier_uniform_


def _zeros() -> Fill:
    return zeros_


def _constant(value: float = 1.0) -> Fill:
    return partial(constant_, value=value)


def _uniform(low: float = -0.1, high: float = 0.1) -> Fill:
    return partial(uniform_, low=low, high=high)


def _normal(std: float = 0.01) -> Fill:
    return partial(normal_, std=std)


def _too_large(std: float = 10.0) -> Fill:
    return partial(normal_, std=std)


def _xavier_uniform(gain: float = 1.0) -> Fill:
    return partial(xavier_uniform_, gain=gain)


def _xavier_normal(gain: float = 1.0) -> Fill:
    return partial(xavier_normal_, gain=gain)


def _he_uniform(gain: float = 1.0, a: float = 0.0, mode: str = "fan_in") -> Fill:
    return partial(he_uniform_, gain=gain, a=a, mode=mode)


def _he_normal(gain: float = 1.0, a: float = 0.0, mode: str = "fan_in") -> Fill:
    return partial(he_normal_, gain=gain, a=a, mode=mode)


def _torch_default() -> Fill:
    # With a² = 5, He's √6 / √((1 + a²) fan) is 1 / √fan.
    return partial(he_uniform_, a=math.sqrt(5))


def _orthogonal(gain: float = 1.0) -> Fill:
    return partial(orthogonal_, gain=gain)


def _sparse(sparsity: float = 0.9, std: float = 0.01) -> Fill:
    return partial(sparse_, sparsity=sparsity, std=std)


def _identity() -> Fill:
    return identity_


initialisations: Catalog[Fill] = Catalog(
    "initialisation",
    Entry("torch_default", _torch_default, "uniform, ±1/√fan_in: PyTorch's own"),
    Entry("he_normal", _he_normal, "normal, √(2/fan): made for ReLU"),
    Entry("he_uniform", _he_uniform, "uniform with the variance of he_normal"),
    Entry("xavier_normal", _xavier_normal, "normal, √(2/(fan_in + fan_out)): made for tanh"),
    Entry("xavier_uniform", _xavier_uniform, "uniform with the variance of xavier_normal"),
    Entry("orthogonal", _orthogonal, "a random turn: no length changes"),
    Entry("identity", _identity, "every layer passes on what it gets"),
    Entry("sparse", _sparse, "most weights 0, the others small"),
    Entry("normal", _normal, "normal, the same scale whatever the size of the layer"),
    Entry("uniform", _uniform, "uniform, the same scale whatever the size of the layer"),
    Entry("too_large", _too_large, "normal with a scale that breaks deep nets"),
    Entry("constant", _constant, "all alike: all units of a layer stay alike"),
    Entry("zeros", _zeros, "all 0: with biases of 0 no hidden unit ever learns"),
)
"""Each makes a function that fills one weight, for `initialised(model, …)` and `drawn(…)`."""
