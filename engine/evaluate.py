"""Measures a model on a whole split."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.data import Batch, Dataset
from engine.eval_mode import evaluating
from engine.events import Evaluated, Metric
from engine.experiment import Experiment


def evaluate(
    experiment: Experiment,
    model: nn.Module,
    data: Dataset,
    device: torch.device,
    *,
    step: int,
    split: str = "validation",
    chunk: int = 2048,
) -> Evaluated:
    """Loss (mean over samples) and metrics of one split.

    The split goes through the model `chunk` samples at a time, so that memory stays small.
    """
    examples = data.split(split)
    with evaluating(model, device):
        outputs: list[Tensor] = []
        weighted = 0.0
        batches = zip(examples.inputs.split(chunk), examples.targets.split(chunk), strict=True)
        for inputs, targets in batches:
            if experiment.step_loss is not None:
                loss = experiment.step_loss(model, Batch(inputs, targets))
            else:
                output = model(inputs)
                assert experiment.loss is not None
                loss = experiment.loss(output, targets)
                outputs.append(output)
            weighted += loss.item() * len(inputs)
        metrics: tuple[Metric, ...] = ()
        if outputs and experiment.metrics:
            predictions = torch.cat(outputs)
            metrics = tuple(
                Metric(name=name, value=float(score(predictions, examples.targets)))
                for name, score in experiment.metrics
            )
    return Evaluated(step=step, split=split, loss=weighted / len(examples), metrics=metrics)
