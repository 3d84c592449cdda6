"""What one step of a sequence-to-sequence model computes, and how its answers are read."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from engine.data import Batch
from engine.errors import share
from engine.eval_mode import evaluating
from engine.nn.sequence.losses import token_cross_entropy


def teacher_forced(
    forcing: float = 1.0, loss: Callable[[Tensor, Tensor], Tensor] = token_cross_entropy
) -> Callable[[nn.Module, Batch], Tensor]:
    """A `step_loss` for `Seq2Seq` and `Transformer`: inputs (n, s), targets (n, t), 0 is padding.

    In training, the true token is the decoder's next input with probability `forcing`, drawn from
    torch's global generator. In eval mode nothing of the target is shown: that loss is the one of
    a model on its own, and it is the same each time.
    """
    share("forcing", forcing, one=True)

    def step_loss(model: nn.Module, batch: Batch) -> Tensor:
        shown = forcing if model.training else 0.0
        return loss(model(batch.inputs, batch.targets, shown), batch.targets)

    return step_loss


def greedy(model: nn.Module, source: Tensor, end: int = 2) -> Tensor:
    """The likeliest token at each place, (n, output length), int64; 0 after the first `end`.

    The model writes on its own, in eval mode and without gradients; no trace stays in it.
    """
    with evaluating(model, source.device):
        written = model(source).argmax(dim=-1)
    ended = (written == end).cumsum(dim=1) - (written == end).long()
    return torch.where(ended > 0, 0, written)
