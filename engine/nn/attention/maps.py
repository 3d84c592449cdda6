"""Attention maps: who looked at whom, read off a model without leaving a trace in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from torch import Tensor, nn

from engine.eval_mode import evaluating
from engine.nn.attention.recording import Recording


def attention_layers(model: nn.Module) -> list[str]:
    """Names of the modules that attend, in the order in which `attention_maps` gives their maps."""
    return [name for name, module in model.named_modules() if isinstance(module, Recording)]


def attention_maps(model: nn.Module, *inputs: Tensor) -> list[Tensor]:
    """The weights of every attention layer for these inputs, (n, heads, q, k) each, on the device.

    Runs `model(*inputs)` once, in eval mode and without gradients; modes, random state and the
    model's attributes are as before afterwards. Row i of a map says how query i shared its look
    among the keys: it sums to 1, or to 0 where everything was masked. An empty list for a model
    that does not attend. A model that decodes step by step gives the maps of the whole output.
    """
    layers = [module for module in model.modules() if isinstance(module, Recording)]
    device = inputs[0].device
    with evaluating(model, device), _recording(layers):
        model(*inputs)
        return [layer.recorded for layer in layers if layer.recorded is not None]


@contextmanager
def _recording(layers: list[Recording]) -> Iterator[None]:
    """Every layer keeps its weights inside, and forgets them at the end."""
    for layer in layers:
        layer.recording = True
    try:
        yield
    finally:
        for layer in layers:
            layer.recording, layer.recorded = False, None
