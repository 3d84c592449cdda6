"""The two highest of each row: where the first is the right class, the second is the rival."""

import torch


def margin(scores: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    values, classes = scores.topk(2, dim=1)
    rival = torch.where(classes[:, 0] == y, values[:, 1], values[:, 0])
    return scores[range(len(y)), y] - rival
