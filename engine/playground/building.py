"""From choices to a model, and to what one step of it computes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.data import Batch, Dataset
from engine.losses.catalog import losses
from engine.nn.catalog import models
from engine.nn.generative.autoencoder import reconstruction_loss
from engine.nn.generative.gan import gan_loss
from engine.nn.init import initialised
from engine.nn.init.catalog import initialisations
from engine.nn.sequence.losses import token_cross_entropy
from engine.nn.sequence.translating import teacher_forced
from engine.nn.vision.detection.loss import detection_loss
from engine.playground.examples import settings_of
from engine.playground.losses import BINARY, INITIALISATIONS, LOSSES, REGRESSION
from engine.playground.models import Model
from engine.regularise import l1_penalty, l2_penalty
from engine.request import Value

if TYPE_CHECKING:
    from engine.experiment import Loss, StepLoss

TEACHER_SURE = 0.9
"""What a teacher that is made of a label gives to the label; the other classes share the rest."""
Values = Mapping[str, Value]


def builder(model: Model, data: Dataset, values: Values, loss: str) -> Callable[[], nn.Module]:
    """Builds the model for these data."""
    known = {entry.name: entry.default for entry in models[model.name].settings}
    chosen = settings_of(values, "model", dict(model.known.settings))
    fixed = {name: value for name, value in _fixed(model, data, loss).items() if name in known}

    flat = data.image_shape is not None and "line" in model.forms

    def build() -> nn.Module:
        made: nn.Module = models.make(model.name, **chosen, **fixed)
        init = str(values.get("init", "own"))
        if init != "own":
            defaults = dict(next(one for one in INITIALISATIONS if one.name == init).settings)
            fill = initialisations.make(init, **settings_of(values, "init", defaults))
            made = initialised(made, fill)
        return _reading_images(made) if flat else made

    return build


def _reading_images(model: nn.Module) -> nn.Sequential:
    """The same layers behind one that makes rows of images; augmentations want images."""
    layers = OrderedDict[str, nn.Module](flatten=nn.Flatten())
    layers.update(model.named_children())
    return nn.Sequential(layers)


def _fixed(model: Model, data: Dataset, loss: str) -> dict[str, Any]:
    """Settings that follow from the data."""
    inputs, targets = data.train.inputs, data.train.targets
    answers = len(data.classes) or (targets.shape[-1] if targets.ndim > 1 else 1)
    if model.learning in ("places", "translation"):
        answers = len(data.tokens)
    if loss in BINARY:
        answers = 1
    fixed: dict[str, Any] = {
        "inputs": inputs[0].numel(),
        "outputs": answers,
        "classes": answers,
        "dimensions": inputs[0].numel(),
        "vocabulary": len(data.tokens),
        "source_vocabulary": len(data.tokens),
        "target_vocabulary": len(data.tokens),
        "output_length": targets.shape[-1] if targets.ndim > 1 else 1,
        "length": inputs.shape[-1],
        "context": inputs.shape[-1],
    }
    if data.image_shape is not None:
        side = data.image_shape
        channels = inputs[0].numel() // (side[0] * side[1])
        fixed |= {"image": (channels, *side), "channels": channels}
    return fixed


def step_of(model: Model, data: Dataset, values: Values) -> tuple[Loss | None, StepLoss | None]:
    """What is judged and how: a loss of predictions and targets, or all that one step computes."""
    loss, step = _plain(model, data, values)
    l1, l2 = float(values.get("l1", 0)), float(values.get("l2", 0))
    if not (l1 or l2):
        return loss, step
    return None, _penalised(loss, step, l1, l2)


def _plain(model: Model, data: Dataset, values: Values) -> tuple[Loss | None, StepLoss | None]:
    if model.learning == "imitation":
        return None, reconstruction_loss
    if model.learning == "adversarial":
        return None, gan_loss
    if model.learning == "boxes":
        return detection_loss, None
    if model.learning == "places":
        return token_cross_entropy, None
    if model.learning == "translation":
        return None, teacher_forced(float(values["loss.forcing"]))
    name = str(values["loss"])
    defaults = dict(next(one for one in LOSSES if one.name == name).settings)
    made = losses.make(name, **settings_of(values, "loss", defaults))
    return _of_labels(name, made, len(data.classes)), None


def _of_labels(name: str, loss: Loss, classes: int) -> Loss:
    """The same loss of class numbers, which it may want in another form."""
    if not classes or name in ("cross_entropy", "smoothed_cross_entropy", "focal"):
        return loss
    if name in BINARY:
        return lambda scores, labels: loss(scores.flatten(), labels.to(scores.dtype))

    def ones(scores: Tensor, labels: Tensor) -> Tensor:
        one = F.one_hot(labels, classes).to(scores.dtype)
        if name == "soft_targets":
            rest = (1 - TEACHER_SURE) / max(classes - 1, 1)
            one = torch.log(one * (TEACHER_SURE - rest) + rest)
        return loss(scores, one)

    assert name in (*REGRESSION, "kl", "soft_targets")
    return ones


def _penalised(loss: Loss | None, step: StepLoss | None, l1: float, l2: float) -> StepLoss:
    """The same, and what large weights cost."""

    def computed(model: nn.Module, batch: Batch) -> Tensor:
        if step is not None:
            plain = step(model, batch)
        else:
            assert loss is not None
            plain = loss(model(batch.inputs), batch.targets)
        if l1:
            plain = plain + l1_penalty(model, l1)
        return plain + l2_penalty(model, l2) if l2 else plain

    return computed
