"""What a classifier says, asked without leaving a trace."""

from __future__ import annotations

import torch
from torch import Tensor

from engine.eval_mode import evaluating
from engine.probes.base import Scene


def probabilities(scene: Scene, inputs: Tensor, chunk: int = 2048) -> Tensor | None:
    """Probability of each class for each input: (n, classes), on the CPU, float32.

    The model gives logits: (n, classes), or (n,) or (n, 1) for the second of two classes. None
    where a probability is not a number, which happens once training has diverged. Inputs go
    through the model `chunk` at a time, so that memory stays small.
    """
    with evaluating(scene.model, scene.device):
        logits = torch.cat(
            [scene.model(part.to(scene.device)).float().cpu() for part in inputs.split(chunk)]
        )
    if logits.ndim == 1 or logits.shape[1] == 1:
        of_second = logits.flatten().sigmoid()
        shares = torch.stack([1 - of_second, of_second], dim=1)
    else:
        shares = logits.softmax(dim=1)
    return shares if shares.isfinite().all() else None
