"""Before and after: size on disk, time of an answer, and what it still gets right."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from engine.data import Examples
from engine.deploy.timing import Latency, race
from engine.eval_mode import evaluating
from engine.metrics import accuracy
from engine.silence import quietly

if TYPE_CHECKING:
    Score = Callable[[Tensor, Tensor], float]
    """(predictions of all examples, targets) → number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One model."""

    bytes: int
    """Size of its state dict as `torch.save` writes it."""
    weights: int
    """Scalars in its parameters, zeros included."""
    zeros: int
    """Scalars that are exactly zero."""
    score: float
    """On the examples; accuracy, 0 … 1, where nothing else was asked for."""
    latency: Latency
    """Times of one answer, for the whole batch of examples that was timed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The same examples through a model before and after something was done to it."""

    before: Measured
    after: Measured

    @property
    def size(self) -> float:
        """Bytes after over bytes before: 0.25 is a quarter."""
        return self.after.bytes / self.before.bytes

    @property
    def time(self) -> float:
        """Median time after over median time before: above 1 is slower."""
        return self.after.latency.median / self.before.latency.median

    @property
    def change(self) -> float:
        """Score after minus score before: negative is a loss of accuracy."""
        return self.after.score - self.before.score


def compare(
    before: nn.Module,
    after: nn.Module,
    examples: Examples,
    *,
    score: Score = accuracy,
    batch: int = 64,
    repeats: int = 30,
) -> Comparison:
    """Measure both, timing them in turn on the first `batch` examples.

    Modes and random state are as before afterwards. Raises ConfigurationError for no repeats.
    """
    timed = examples.inputs[:batch]
    with evaluating(before, timed.device), evaluating(after, timed.device), quietly():
        latencies = race(lambda: before(timed), lambda: after(timed), repeats=repeats)
        first, second = (
            _measured(model, examples, score, latency)
            for model, latency in zip((before, after), latencies, strict=True)
        )
    return Comparison(before=first, after=second)


def measure(
    model: nn.Module,
    examples: Examples,
    *,
    score: Score = accuracy,
    batch: int = 64,
    repeats: int = 30,
) -> Measured:
    """Measure one model as `compare` does."""
    timed = examples.inputs[:batch]
    with evaluating(model, timed.device), quietly():
        (latency,) = race(lambda: model(timed), repeats=repeats)
        return _measured(model, examples, score, latency)


def _measured(model: nn.Module, examples: Examples, score: Score, latency: Latency) -> Measured:
    weights = [parameter.detach() for parameter in _effective(model)]
    predictions = torch.cat([model(part) for part in examples.inputs.split(2048)])
    return Measured(
        bytes=_bytes(model),
        weights=sum(each.numel() for each in weights),
        zeros=sum(int((_dense(each) == 0).sum()) for each in weights),
        score=float(score(predictions, examples.targets)),
        latency=latency,
    )


def _effective(model: nn.Module) -> list[Tensor]:
    """The parameters as the model computes with them: a mask that is still apart is applied."""
    found = []
    for module in model.modules():
        for name, parameter in module.named_parameters(recurse=False):
            plain = name.removesuffix("_orig")
            masked = f"{plain}_mask" in dict(module.named_buffers(recurse=False))
            found.append(getattr(module, plain) if masked else parameter)
    return found


def _dense(weights: Tensor) -> Tensor:
    """Plain numbers, of torchao's int8 tensors too."""
    unpack = getattr(weights, "dequantize", None)
    return unpack() if type(weights) not in (Tensor, nn.Parameter) and unpack else weights


def _bytes(model: nn.Module) -> int:
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    return buffer.getbuffer().nbytes
