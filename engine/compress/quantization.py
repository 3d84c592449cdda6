"""Weights stored as int8 through torchao, the successor of `torch.ao.quantization`."""

from __future__ import annotations

import copy
from typing import Literal

from torch import nn

from engine import extras
from engine.errors import ConfigurationError, one_of
from engine.silence import quietly

How = Literal["weight-only", "dynamic"]
CONFIGS = {
    "weight-only": "Int8WeightOnlyConfig",
    "dynamic": "Int8DynamicActivationInt8WeightConfig",
}


def quantize(model: nn.Module, how: How = "weight-only") -> nn.Module:
    """A copy in eval mode whose linear layers hold their weights as int8, one scale a row.

    `weight-only`: products are computed in floats, from weights that take a quarter of the room.
    The unit is max |w| / 127.5, so that −128 is used as well and the largest weight may lose half a
    unit; `round_weights` divides by 127.
    `dynamic`: inputs are rounded to int8 as well, at every call, one scale a sample, and products
    are whole numbers. Convolutions, embeddings, biases and norms stay as they are. PyTorch 2.13
    warns that `torch.ao.quantization` is deprecated and points to torchao's `quantize_`, which this
    calls without its changes to the compiler's global settings. Raises EngineError where the extra
    `quantize` is not installed, and ConfigurationError for a model without linear layers.
    """
    one_of("how", how, CONFIGS)
    if not any(isinstance(module, nn.Linear) for module in model.modules()):
        raise ConfigurationError(
            "model",
            type(model).__name__,
            "Round its weights with round_model to see what a few bits do to it.",
            "It has no linear layers, and those are what is quantised.",
        )
    torchao = extras.load("torchao.quantization", extra="quantize")
    quantized = copy.deepcopy(model).eval()
    with quietly():
        config = getattr(torchao, CONFIGS[how])(set_inductor_config=False)
        torchao.quantize_(quantized, config)
    return quantized
