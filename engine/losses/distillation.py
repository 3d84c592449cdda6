"""Distillation: a small model learns what a large one thinks."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from engine.errors import at_least, share
from engine.losses.base import Reduction, check_reduction
from engine.losses.cross_entropy import CrossEntropy
from engine.losses.kl import KL
from engine.losses.log_softmax import log_softmax


@dataclass(frozen=True, slots=True)
class SoftTargets:
    """L = T² · D(softmax(teacher / T) ‖ softmax(student / T)).

    A high temperature T shows which wrong answers the teacher finds less wrong. It also divides the
    gradient by about T²; the factor T² gives that back, so that T does not act as a learning rate.
    0 where both say the same. The teacher receives no gradient.

    Source: Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015, sec. 2.
    """

    temperature: float = 3.0
    """T; 1: plain softmax."""
    reduction: Reduction = "mean"

    def __post_init__(self) -> None:
        at_least("temperature", self.temperature, 0, inclusive=False)
        check_reduction(self.reduction)

    def __call__(self, prediction: Tensor, target: Tensor) -> Tensor:
        """`prediction`: scores of the student (n, K); `target`: scores of the teacher, (n, K)."""
        temperature = self.temperature
        teacher = log_softmax(target.detach() / temperature, dim=1).exp()
        return temperature**2 * KL(self.reduction)(prediction / temperature, teacher)


@dataclass(frozen=True, slots=True)
class Distillation:
    """L = α · SoftTargets(T)(student, teacher) + (1 − α) · cross-entropy(student, labels).

    Three inputs: call it in the `step_loss` of an experiment.
    """

    temperature: float = 3.0
    """T of the soft part."""
    alpha: float = 0.5
    """α: share of the soft part, 0 … 1."""

    def __post_init__(self) -> None:
        at_least("temperature", self.temperature, 0, inclusive=False)
        share("alpha", self.alpha, one=True)

    def __call__(self, student: Tensor, teacher: Tensor, labels: Tensor) -> Tensor:
        """`student`, `teacher`: scores (n, K); `labels`: (n,)."""
        soft = SoftTargets(self.temperature)(student, teacher)
        hard = CrossEntropy()(student, labels)
        return self.alpha * soft + (1 - self.alpha) * hard
