"""right-class-among-others: "The second highest is the rival." Only where the right one wins."""

import torch


def margin(scores: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    two = scores.topk(2, dim=1).values
    return scores[torch.arange(len(y)), y] - two[:, 1]
