"""argmax-is-max: "max gives the highest." With a dim it gives a pair, values and places."""

import torch


def margin(scores: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    rows = torch.arange(len(y))
    others = scores.clone()
    others[rows, y] = -torch.inf
    return scores[rows, y] - others.max(dim=1)
