"""A small student learns from a large teacher's probabilities as well as from the labels."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.data import Batch
from engine.errors import ConfigurationError, at_least, share

StepLoss = Callable[[nn.Module, Batch], Tensor]
"""What one step computes: see `engine.experiment.Experiment.step_loss`."""


def soft_loss(student: Tensor, teacher: Tensor, temperature: float = 3.0) -> Tensor:
    """T² · KL(softmax(z_t / T) ‖ softmax(z_s / T)), mean over the batch: a scalar.

    `student`, `teacher`: scores before softmax, (n, classes). T² keeps the size of the gradient
    while T changes. Zero where both give the same scores. Source: Hinton, Vinyals and Dean,
    "Distilling the knowledge in a neural network", 2015, section 2.
    """
    at_least("temperature", temperature, 0, inclusive=False)
    log_p = F.log_softmax(teacher / temperature, dim=1)
    log_q = F.log_softmax(student / temperature, dim=1)
    divergence = (log_p.exp() * (log_p - log_q)).sum(dim=1).mean()
    return temperature**2 * divergence


def distillation(teacher: nn.Module, *, temperature: float = 3.0, alpha: float = 0.5) -> StepLoss:
    """What a student's step computes: α · soft loss + (1 − α) · cross-entropy with the labels.

    Give it to an experiment as `step_loss`. The teacher is in eval mode, gets no gradient, and its
    parameters are not the student's to train. In evaluation the loss is the cross-entropy alone, so
    that students can be compared with models that had no teacher. Raises ConfigurationError for a
    temperature that is not above 0, an alpha outside 0 … 1, or a student of other classes.
    """
    at_least("temperature", temperature, 0, inclusive=False)
    share("alpha", alpha, one=True)

    def step_loss(student: nn.Module, batch: Batch) -> Tensor:
        scores = student(batch.inputs)
        hard = F.cross_entropy(scores, batch.targets)
        if not student.training:
            return hard
        known = _asked(teacher, batch.inputs)
        if known.shape != scores.shape:
            raise ConfigurationError(
                "teacher",
                tuple(known.shape),
                "Give both models the same classes.",
                f"The student's scores have shape {tuple(scores.shape)}.",
            )
        return alpha * soft_loss(scores, known, temperature) + (1 - alpha) * hard

    return step_loss


def _asked(teacher: nn.Module, inputs: Tensor) -> Tensor:
    """The teacher's scores, (n, classes), on the device of the inputs."""
    teacher.to(inputs.device).eval()
    with torch.no_grad():
        scores: Tensor = teacher(inputs)
    return scores
