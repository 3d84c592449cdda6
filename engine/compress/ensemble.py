"""Several models answer as one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.errors import ConfigurationError, one_of

How = Literal["probabilities", "logits", "votes"]


class Ensemble(nn.Module):
    """The average of classifiers, always in eval mode and without gradients.

    `probabilities`: p̄ = (1/M) Σ softmax(z_m), the mixture of what the members believe.
    `logits`: softmax of (1/M) Σ z_m, the normalised geometric mean: one member that is sure can
    outweigh the rest. `votes`: the share of the members that would choose each class. Returns the
    logarithm of these, (n, classes), so that `argmax` and cross-entropy read it like any model's
    scores; a class without votes has −∞. Source: Lakshminarayanan et al. 2017, section 2.4, for
    probabilities.
    """

    def __init__(self, members: Sequence[nn.Module], how: How = "probabilities") -> None:
        """Raises ConfigurationError for no members or an unknown average."""
        super().__init__()
        one_of("how", how, ("probabilities", "logits", "votes"))
        if not members:
            raise ConfigurationError("members", (), "Give an ensemble at least one model.")
        self.members = nn.ModuleList(members)
        self.how = how
        self.eval()

    def train(self, mode: bool = True) -> Ensemble:  # noqa: ARG002 - the signature is nn.Module's
        """Stays in eval mode whatever is asked, or dropout would change the answers at random."""
        return super().train(False)

    @torch.no_grad()
    def forward(self, inputs: Tensor) -> Tensor:
        """Log of the average, (n, classes)."""
        scores = torch.stack([member(inputs) for member in self.members])  # (M, n, classes)
        if self.how == "logits":
            return F.log_softmax(scores.mean(dim=0), dim=1)
        if self.how == "votes":
            choices = F.one_hot(scores.argmax(dim=2), scores.shape[2])
            return choices.to(scores.dtype).mean(dim=0).log()
        log_p = F.log_softmax(scores, dim=2)
        return torch.logsumexp(log_p, dim=0) - math.log(len(self.members))
