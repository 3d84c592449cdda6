"""Measures a model on a whole split."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.data import Batch, Dataset
from engine.eval_mode import evaluating
from engine.events import Evaluated, Metric, Weights
from engine.experiment import Experiment
from engine.tricks.precision import autocast


def evaluate(
    experiment: Experiment,
    model: nn.Module,
    data: Dataset,
    device: torch.device,
    *,
    step: int,
    split: str = "validation",
    weights: Weights = "current",
    chunk: int = 2048,
) -> Evaluated:
    """Loss (mean over samples) and metrics of one split, in the experiment's precision.

    The split goes through the model `chunk` samples at a time, so that memory stays small.
    `weights` says which ones the model has.
    """
    examples = data.split(split)
    predictions: list[Tensor] = []
    weighted = 0.0
    with evaluating(model, device), autocast(experiment.precision, device):
        batches = zip(examples.inputs.split(chunk), examples.targets.split(chunk), strict=True)
        for inputs, targets in batches:
            batch = Batch(inputs.to(device), targets.to(device))
            loss, prediction = _judge(experiment, model, batch)
            weighted += loss.item() * len(inputs)
            if prediction is not None:
                predictions.append(prediction)
    metrics: tuple[Metric, ...] = ()
    if predictions:
        whole, targets = torch.cat(predictions).float(), examples.targets.to(device)
        metrics = tuple(
            Metric(name=name, value=float(score(whole, targets)))
            for name, score in experiment.metrics
        )
    return Evaluated(
        step=step, split=split, loss=weighted / len(examples), metrics=metrics, weights=weights
    )


def _judge(experiment: Experiment, model: nn.Module, batch: Batch) -> tuple[Tensor, Tensor | None]:
    """The batch's loss, and its predictions where something is measured on them."""
    if experiment.step_loss is None:
        output = model(batch.inputs)
        assert experiment.loss is not None
        loss = experiment.loss(output, batch.targets)
    else:
        output, loss = None, experiment.step_loss(model, batch)
    if not experiment.metrics:
        return loss, None
    if experiment.predict is not None:
        return loss, experiment.predict(model, batch)
    return loss, model(batch.inputs) if output is None else output
