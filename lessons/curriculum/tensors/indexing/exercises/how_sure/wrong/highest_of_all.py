"""no-dim-is-rows: "max looks at each row." Without a dim it looks at everything."""

import torch


def how_sure(scores: torch.Tensor) -> torch.Tensor:
    return scores.softmax(dim=1).max()
