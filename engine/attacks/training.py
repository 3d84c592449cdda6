"""Adversarial training: the model learns from examples that were changed to mislead it."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn
from torch.nn import functional as F

from engine.attacks.fgsm import FGSM
from engine.data import Batch
from engine.errors import share

StepLoss = Callable[[nn.Module, Batch], Tensor]
"""What one step computes: see `engine.experiment.Experiment.step_loss`."""


def adversarial_training(attack: FGSM, *, weight: float = 0.5) -> StepLoss:
    """Cross-entropy of clean and of attacked inputs together, for an experiment's `step_loss`.

    L = (1 − w) · L(x) + w · L(x'), where x' is made anew at every step, against the model as it is.
    In evaluation the loss is that of clean inputs alone; give `attack.predict` to the experiment to
    measure under attack. Raises ConfigurationError for a weight outside 0 … 1. Source: Goodfellow,
    Shlens and Szegedy 2015, section 6.
    """
    share("weight", weight, one=True)

    def step_loss(model: nn.Module, batch: Batch) -> Tensor:
        clean = F.cross_entropy(model(batch.inputs), batch.targets)
        if not model.training:
            return clean
        attacked = F.cross_entropy(model(attack.attacked(model, batch)), batch.targets)
        return (1 - weight) * clean + weight * attacked

    return step_loss
