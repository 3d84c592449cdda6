"""From choices to probes and metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from torch import Tensor, nn

from engine.data import Batch, Dataset
from engine.metrics.catalog import metrics
from engine.nn.generative.gan import GAN
from engine.nn.sequence.losses import sequence_accuracy, token_accuracy
from engine.nn.sequence.translating import greedy
from engine.playground.models import Model
from engine.probes import AttentionMaps, Samples
from engine.probes.catalog import probes

if TYPE_CHECKING:
    from engine.experiment import Score
    from engine.probes import Probe
    from engine.probes.samples import Draw

PLACES = ("perplexity", "bits_per_character")
WRITTEN, LETTERS = 6, 64
"""Examples that a model writes to be looked at, and the most tokens of each."""


def probe_named(name: str, model: Model, data: Dataset) -> Probe:
    """The probe of that name, set up for this model."""
    if name == "samples":
        return Samples(_drawing(model, data))
    if name == "attention" and model.learning == "translation":
        return AttentionMaps(arguments=_shown)
    return probes.make(name)


def _shown(batch: Batch) -> tuple[Tensor, ...]:
    return batch.inputs, batch.targets


def _drawing(model: Model, data: Dataset) -> Draw:
    """What to show of a model that makes things."""
    if model.learning == "adversarial":
        shape = (-1, *data.image_shape) if data.image_shape is not None else (-1, 2)

        def forged(net: nn.Module, count: int) -> Tensor:
            made = cast("GAN", net).sample(count)
            return made.reshape(shape) if data.image_shape is not None else made

        return forged
    if model.learning == "imitation":
        return _again(data)
    return _writing(model, data)


def _again(data: Dataset) -> Draw:
    """What an autoencoder remembers of the first validation examples."""

    def drawn(net: nn.Module, count: int) -> Tensor:
        place = next(net.parameters()).device
        inputs = data.validation.inputs[:count].to(place)
        made: Tensor = net(inputs)
        return made if data.image_shape is None else made.reshape(-1, *data.image_shape)

    return drawn


def _writing(model: Model, data: Dataset) -> Draw:
    """What a model makes of the first validation examples: read → written."""

    def drawn(net: nn.Module, count: int) -> list[str]:
        place = next(net.parameters()).device
        inputs = data.validation.inputs[: min(count, WRITTEN)].to(place)
        own = model.learning == "translation"
        written = greedy(net, inputs) if own else net(inputs).argmax(-1)
        return [
            f"{_text(read, data)} → {_text(made, data)}"
            for read, made in zip(inputs.tolist(), written.tolist(), strict=True)
        ]

    return drawn


def _text(numbers: list[int], data: Dataset) -> str:
    tokens = [data.tokens[number] for number in numbers[:LETTERS] if number]
    between = " " if any(len(token) > 1 for token in tokens) else ""
    return between.join(token for token in tokens if not token.startswith("<"))


def metric_named(name: str) -> tuple[str, Score]:
    """The metric of that name, as a pair for an experiment."""
    if name == "token_accuracy":
        return name, token_accuracy
    if name == "sequence_accuracy":
        return name, sequence_accuracy
    if name == "top_k":
        return name, metrics.make(name, k=2)
    made = metrics.make(name)
    if name in PLACES:
        return name, lambda scores, targets: made(scores.transpose(1, 2), targets)
    if name in ("binary_accuracy", "auc"):
        return name, lambda scores, targets: made(scores.flatten(), targets)
    return name, made
