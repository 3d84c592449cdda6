"""`gather` along the classes; the others are found by a condition."""

import torch


def margin(scores: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    column = y.unsqueeze(1)
    right = scores.gather(1, column).squeeze(1)
    is_right = torch.arange(scores.shape[1]) == column
    others = scores.masked_fill(is_right, float("-inf"))
    return right - others.max(dim=1).values
