"""A small student learns from a large teacher's probabilities as well as from the labels."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.data import Batch
from engine.errors import ConfigurationError
from engine.losses import Distillation

StepLoss = Callable[[nn.Module, Batch], Tensor]
"""What one step computes: see `engine.experiment.Experiment.step_loss`."""


def distillation(teacher: nn.Module, *, temperature: float = 3.0, alpha: float = 0.5) -> StepLoss:
    """What a student's step computes: `engine.losses.Distillation` of its and its teacher's scores.

    L = α T² KL(softmax(z_t / T) ‖ softmax(z_s / T)) + (1 − α) cross-entropy(z_s, labels). Give it
    to an experiment as `step_loss`. The teacher is in eval mode, gets no gradient, and its
    parameters are not the student's to train. In evaluation the loss is the cross-entropy alone, so
    that students can be compared with models that had no teacher. Raises ConfigurationError for a
    temperature that is not above 0, an alpha outside 0 … 1, or a student of other classes. Source:
    Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015, section 2.
    """
    loss = Distillation(temperature, alpha)

    def step_loss(student: nn.Module, batch: Batch) -> Tensor:
        scores = student(batch.inputs)
        if not student.training:
            return F.cross_entropy(scores, batch.targets)
        known = _asked(teacher, batch.inputs)
        if known.shape != scores.shape:
            raise ConfigurationError(
                "teacher",
                tuple(known.shape),
                "Give both models the same classes.",
                f"The student's scores have shape {tuple(scores.shape)}.",
            )
        return loss(scores, known, batch.targets)

    return step_loss


def _asked(teacher: nn.Module, inputs: Tensor) -> Tensor:
    """The teacher's scores, (n, classes), on the device of the inputs."""
    teacher.to(inputs.device).eval()
    with torch.no_grad():
        scores: Tensor = teacher(inputs)
    return scores
