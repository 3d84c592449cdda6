"""The smallest weights set to zero, through `torch.nn.utils.prune`.

Zeros stay in dense tensors: neither the file nor the time of an answer gets smaller by themselves.
"""

from __future__ import annotations

import copy

import torch
from torch import nn
from torch.nn.utils import prune as torch_prune

from engine.errors import ConfigurationError, share

PRUNED = (nn.Linear, nn.Conv1d, nn.Conv2d, nn.Conv3d)
"""Layers whose weights are pruned."""


def prune(model: nn.Module, amount: float = 0.2, *, permanent: bool = True) -> nn.Module:
    """A copy with that share of all weights at zero: those smallest in size, wherever they are.

    Global unstructured L1 pruning (Han et al. 2015), of the weights of linear and convolutional
    layers. Until pruning is made `permanent`, a layer keeps `weight_orig` and `weight_mask` beside
    each other, and training goes on for what is left; the file is then twice as large. Raises
    ConfigurationError for an amount outside 0 … 1, or a model without such layers.
    """
    share("amount", amount, one=True)
    pruned = copy.deepcopy(model)
    places = [(layer, "weight") for layer in _layers(pruned)]
    torch_prune.global_unstructured(
        places, pruning_method=torch_prune.L1Unstructured, amount=float(amount)
    )
    return _settled(pruned, permanent)


def prune_rows(model: nn.Module, amount: float = 0.2, *, permanent: bool = True) -> nn.Module:
    """A copy in which that share of each hidden layer's units has only zero weights.

    Structured pruning: rows of a linear layer, or kernels of a convolution, with the smallest L2
    norm (Li et al. 2017). The last layer is left alone: its units are the answers. Biases stay, so
    a pruned unit says the same thing to every input. Raises ConfigurationError as `prune` does, and
    for a model with a single layer.
    """
    share("amount", amount, one=True)
    pruned = copy.deepcopy(model)
    hidden = _layers(pruned)[:-1]
    if not hidden:
        raise ConfigurationError(
            "model",
            type(model).__name__,
            "Use prune, which takes single weights.",
            "Its only layer gives the answers; there is no hidden one to prune.",
        )
    for layer in hidden:
        torch_prune.ln_structured(layer, "weight", amount=float(amount), n=2, dim=0)
    return _settled(pruned, permanent)


def sparsity(model: nn.Module) -> float:
    """Share, 0 … 1, of the weights of linear and convolutional layers that are exactly zero."""
    weights = [torch.as_tensor(layer.weight).detach() for layer in _layers(model)]
    zeros = sum(int((each == 0).sum()) for each in weights)
    return zeros / sum(each.numel() for each in weights)


def _layers(model: nn.Module) -> list[nn.Module]:
    """In the order in which the model lists them. Raises ConfigurationError for none."""
    layers: list[nn.Module] = [module for module in model.modules() if isinstance(module, PRUNED)]
    if not layers:
        raise ConfigurationError(
            "model",
            type(model).__name__,
            "Give a model with nn.Linear or nn.Conv layers.",
            "It has no layer whose weights could be pruned.",
        )
    return layers


def _settled(model: nn.Module, permanent: bool) -> nn.Module:
    if permanent:
        for layer in _layers(model):
            if torch_prune.is_pruned(layer):
                torch_prune.remove(layer, "weight")
    return model
