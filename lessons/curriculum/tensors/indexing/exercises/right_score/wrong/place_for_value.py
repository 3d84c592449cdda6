"""argmax-is-max: "argmax gives the highest." It says where the highest stands."""

import torch


def margin(scores: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    rows = torch.arange(len(y))
    others = scores.clone()
    others[rows, y] = -torch.inf
    return scores[rows, y] - others.argmax(dim=1)
