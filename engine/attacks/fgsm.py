"""The fast gradient sign method: one step up the loss, as far as a pixel may move."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.data import Batch, Examples
from engine.errors import at_least
from engine.eval_mode import evaluating


@dataclass(frozen=True, slots=True, eq=False)
class FGSM:
    """x' = clamp(x + ε · sign(∂L/∂x), low, high), with L the cross-entropy of the right class.

    Of all changes that move no input by more than ε it is the one that raises a locally linear
    loss most. `low` and `high` are the limits of the inputs as the model gets them: standardised
    images have others than 0 and 1, and each pixel its own (`within`). With limits that do not
    fit, an attack of size 0 changes images. Source: Goodfellow, Shlens and Szegedy, "Explaining
    and Harnessing Adversarial Examples", 2015, section 4.
    """

    epsilon: float = 0.1
    """ε: how far each input may move."""
    low: float | Tensor = field(default=-torch.inf, kw_only=True)
    """Least value of an input, or of each, in the shape of one example."""
    high: float | Tensor = field(default=torch.inf, kw_only=True)
    """Largest value, likewise."""

    def __post_init__(self) -> None:
        at_least("epsilon", self.epsilon, 0)

    @classmethod
    def within(cls, examples: Examples, epsilon: float = 0.1) -> FGSM:
        """An attack that stays, input by input, in the range of these examples."""
        inputs = examples.inputs
        return cls(epsilon, low=inputs.amin(dim=0), high=inputs.amax(dim=0))

    def attacked(self, model: nn.Module, batch: Batch) -> Tensor:
        """The batch's inputs, changed. The model is asked in eval mode and gets no gradient.

        Modes, `.grad` of the parameters, buffers and the batch are as before afterwards.
        """
        with evaluating(model, batch.inputs.device), torch.enable_grad():
            inputs = batch.inputs.detach().clone().requires_grad_()
            loss = F.cross_entropy(model(inputs), batch.targets)
            (gradient,) = torch.autograd.grad(loss, inputs)
        moved = batch.inputs + self.epsilon * gradient.sign()
        return torch.clamp(moved, self._limit(self.low, moved), self._limit(self.high, moved))

    def predict(self, model: nn.Module, batch: Batch) -> Tensor:
        """What the model answers to changed inputs: the `predict` of an experiment.

        Its metrics are then those under attack.
        """
        answer: Tensor = model(self.attacked(model, batch))
        return answer

    @staticmethod
    def _limit(limit: float | Tensor, like: Tensor) -> Tensor:
        return torch.as_tensor(limit, dtype=like.dtype, device=like.device)
