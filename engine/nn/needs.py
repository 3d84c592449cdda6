"""What each type of layer needs of its input, in words, and whether it got it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.nn import layers as ours
from engine.nn.calls import Call


@dataclass(frozen=True, slots=True)
class Misfit:
    """What a layer got, and why that does not fit."""

    got: object
    """The shape, type or number that does not fit."""
    sentence: str
    """Names layer, need and what came."""
    remedy: str


Need = tuple[str, str, bool]
"""What the layer is, the shape it expects, and whether it got it."""


def misfit(call: Call) -> Misfit | None:
    """Why a layer cannot take what it was given; None where its type is not known, or it can."""
    given = call.inputs[0] if call.inputs else None
    if not isinstance(given, Tensor):
        return None
    shape = tuple(given.shape)
    name = call.path or "the model"
    if isinstance(call.layer, nn.Embedding | ours.Embedding):
        return _token_misfit(call.layer, name, given)
    for types, needs in _NEEDS:
        if not isinstance(call.layer, types):
            continue
        what, expected, fits = needs(call.layer, given)
        if fits:
            return _dtype_misfit(call.layer, name, given)
        return Misfit(
            shape,
            f"{name} ({what}) expects {expected} and got {shape}.",
            f"Change what comes before {name}, or make {name} for this shape.",
        )
    return None


def _token_misfit(layer: nn.Embedding | ours.Embedding, name: str, given: Tensor) -> Misfit | None:
    if given.is_floating_point():
        return Misfit(
            str(given.dtype),
            f"{name} ({type(layer).__name__}) expects token numbers and got {given.dtype}.",
            "Give whole numbers, int64.",
        )
    count = layer.num_embeddings
    if given.is_meta or not given.numel() or (int(given.min()) >= 0 and int(given.max()) < count):
        return None
    bad = int(given.max()) if int(given.max()) >= count else int(given.min())
    return Misfit(
        bad,
        f"{name} ({type(layer).__name__} of {count} tokens) knows tokens 0 … {count - 1} "
        f"and got {bad}.",
        f"Make {name} for at least {bad + 1} tokens, or look at how tokens are numbered."
        if bad > 0
        else "Look at how tokens are numbered: none is negative.",
    )


def _dtype_misfit(layer: nn.Module, name: str, given: Tensor) -> Misfit | None:
    """A layer that computes with its weights needs numbers of the same type."""
    weight = next(layer.parameters(), None)
    if weight is None:
        return None
    if given.dtype == weight.dtype or torch.is_autocast_enabled(given.device.type):
        return None
    return Misfit(
        str(given.dtype),
        f"{name} ({type(layer).__name__}) has weights of {weight.dtype} and got {given.dtype}.",
        f"Convert the inputs with .to({weight.dtype}).",
    )


def _linear(layer: nn.Module, given: Tensor) -> Need:
    assert isinstance(layer, nn.Linear | ours.Linear)
    what = f"{type(layer).__name__} {layer.in_features}→{layer.out_features}"
    return what, f"(…, {layer.in_features})", given.shape[-1:] == (layer.in_features,)


def _convolution(layer: nn.Module, given: Tensor) -> Need:
    assert isinstance(layer, nn.Conv1d | nn.Conv2d | nn.Conv3d | ours.Conv2d)
    kernel = layer.kernel_size
    what = (
        f"{type(layer).__name__} {layer.in_channels}→{layer.out_channels}, "
        f"kernel {' × '.join(map(str, kernel))}"
    )
    axes = ("length",) if len(kernel) == 1 else ("depth", "height", "width")[-len(kernel) :]
    expected = f"(n, {layer.in_channels}, {', '.join(axes)})"
    if given.dim() not in (len(kernel) + 1, len(kernel) + 2):
        return what, expected, False
    if given.shape[-len(kernel) - 1] != layer.in_channels:
        return what, expected, False
    if isinstance(layer.padding, str):
        return what, expected, True
    places = zip(given.shape[-len(kernel) :], layer.padding, kernel, layer.dilation, strict=True)
    fits = all(size + 2 * p >= d * (k - 1) + 1 for size, p, k, d in places)
    return what, f"{expected} no smaller than its kernel", fits


def _batch_norm(layer: nn.Module, given: Tensor) -> Need:
    channels = layer.num_features
    axes: tuple[int, ...] = (4,)
    if isinstance(layer, nn.BatchNorm1d | ours.BatchNorm1d):
        axes = (2, 3)
    elif isinstance(layer, nn.BatchNorm3d):
        axes = (5,)
    expected = {
        (2, 3): f"(n, {channels}) or (n, {channels}, length)",
        (4,): f"(n, {channels}, height, width)",
        (5,): f"(n, {channels}, depth, height, width)",
    }[axes]
    fits = given.dim() in axes and given.shape[1] == channels
    if fits and layer.training:
        expected = f"{expected} with at least two values in each channel, to train"
        fits = given.numel() > given.shape[1]
    return f"{type(layer).__name__} of {channels}", expected, fits


def _layer_norm(layer: nn.Module, given: Tensor) -> Need:
    assert isinstance(layer, nn.LayerNorm | nn.RMSNorm | ours.LayerNorm | ours.RMSNorm)
    last = tuple(layer.normalized_shape)
    expected = f"(…, {', '.join(map(str, last))})"
    return type(layer).__name__, expected, tuple(given.shape[-len(last) :]) == last


def _group_norm(layer: nn.Module, given: Tensor) -> Need:
    assert isinstance(layer, nn.GroupNorm | ours.GroupNorm)
    fits = given.dim() >= 2 and given.shape[1] == layer.num_channels
    return f"{type(layer).__name__}", f"(n, {layer.num_channels}, …)", fits


def _recurrent(layer: nn.Module, given: Tensor) -> Need:
    assert isinstance(layer, nn.RNNBase)
    what = f"{type(layer).__name__} {layer.input_size}→{layer.hidden_size}"
    order = "n, length" if layer.batch_first else "length, n"
    fits = given.dim() in (2, 3) and given.shape[-1] == layer.input_size
    return what, f"({order}, {layer.input_size})", fits


_NEEDS: tuple[tuple[tuple[type, ...], Callable[[nn.Module, Tensor], Need]], ...] = (
    ((nn.Linear, ours.Linear), _linear),
    ((nn.Conv1d, nn.Conv2d, nn.Conv3d, ours.Conv2d), _convolution),
    (
        (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d, ours.BatchNorm1d, ours.BatchNorm2d),
        _batch_norm,
    ),
    ((nn.LayerNorm, nn.RMSNorm, ours.LayerNorm, ours.RMSNorm), _layer_norm),
    ((nn.GroupNorm, ours.GroupNorm), _group_norm),
    ((nn.RNNBase,), _recurrent),
)
