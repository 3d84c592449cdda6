"""Ready answers to the question which parameters a group is for."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from engine.optim.parts import Named

if TYPE_CHECKING:
    from torch import nn

_NORMALISATION = re.compile(r"Norm(\dd)?$")

Match = str | Callable[[Named], bool]
"""A pattern for the whole name, such as `head.*` or `*.bias`, or a function."""


def matches(match: Match, named: Named) -> bool:
    """Whether a parameter is meant."""
    return fnmatchcase(named.name, match) if isinstance(match, str) else match(named)


def normalises(module: nn.Module) -> bool:
    """Whether a module is a normalisation: its type, or one it inherits from, is called one.

    By name, because those written by hand have no class in common with PyTorch's.
    """
    return any(_NORMALISATION.search(kind.__name__) for kind in type(module).__mro__)


def is_bias(named: Named) -> bool:
    """Whether a parameter is added to something: `bias`, `bias_hh_l0`, `in_proj_bias`."""
    own = named.name.rpartition(".")[2]
    return "bias" in own.split("_")


def NO_DECAY(named: Named) -> bool:  # noqa: N802 - reads like a pattern where it is used
    """Biases, and the scales and shifts of normalisations: what weight decay should leave alone.

    Shrinking them does not make the function simpler: a normalisation's scale is undone by the
    next layer, and a bias only moves it. In use since Goyal et al., "Accurate, Large Minibatch
    SGD: Training ImageNet in 1 Hour", 2017 (batch norm) and BERT (Devlin et al. 2019, its code).
    """
    return normalises(named.module) or is_bias(named)
