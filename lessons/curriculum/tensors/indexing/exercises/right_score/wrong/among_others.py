"""right-class-among-others: "The highest score is the rival." It may be the right class itself."""

import torch


def margin(scores: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return scores[torch.arange(len(y)), y] - scores.max(dim=1).values
