"""An assignment to entries changes the tensor that was handed over, and the right score with it."""

import torch


def margin(scores: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    rows = torch.arange(len(y))
    right = scores[rows, y]
    scores[rows, y] = -torch.inf
    return right - scores.amax(dim=1)
