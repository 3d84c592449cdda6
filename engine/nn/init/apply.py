"""Initialisations reach the layers of a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import torch
from torch import Tensor, nn

from engine.errors import ConfigurationError

Fill = Callable[[Tensor], Tensor]
"""Overwrites a weight of two or more axes in place, and returns it."""
Model = TypeVar("Model", bound=nn.Module)

ANY: tuple[type[nn.Module], ...] = (nn.Module,)


def drawn(
    fill: Fill, *, bias: float | None = 0.0, types: tuple[type[nn.Module], ...] = ANY
) -> Callable[[nn.Module], None]:
    """A visitor for `model.apply(…)`, and for `mlp(…, init=…)`.

    In every layer of these types that owns weights of two or more axes, `fill` overwrites them,
    and what is called bias is set to `bias`; None leaves it. Layers without a bias are no
    obstacle. Embeddings and normalisations keep what they have.
    """

    def visit(layer: nn.Module) -> None:
        if not isinstance(layer, types) or not _draws(layer):
            return
        for name, parameter in layer.named_parameters(recurse=False):
            if parameter.dim() >= 2:
                fill(parameter)
            elif bias is not None and "bias" in name:
                with torch.no_grad():
                    parameter.fill_(bias)

    return visit


def initialised(
    model: Model,
    fill: Fill,
    *,
    bias: float | None = 0.0,
    types: tuple[type[nn.Module], ...] = ANY,
) -> Model:
    """The same model, with the weights of its layers of these types drawn anew.

    `initialised(lenet(), he_normal_)`; twice, with different `types`, for a scheme per layer type.
    Settings of a scheme: `functools.partial(xavier_uniform_, gain=5 / 3)`. See `drawn`. Raises
    ConfigurationError where the model has no such layer.
    """
    if not any(isinstance(layer, types) and _draws(layer) for layer in model.modules()):
        raise ConfigurationError(
            "types",
            tuple(kind.__name__ for kind in types),
            "Name types of layers that the model has.",
            "No layer of these types has weights to be drawn.",
        )
    model.apply(drawn(fill, bias=bias, types=types))
    return model


def _draws(layer: nn.Module) -> bool:
    """Whether the layer itself owns weights that map inputs to outputs."""
    from engine.nn.layers.embedding import Embedding

    if isinstance(layer, nn.Embedding | nn.EmbeddingBag | nn.LayerNorm | nn.RMSNorm | Embedding):
        return False
    return any(parameter.dim() >= 2 for parameter in layer.parameters(recurse=False))
