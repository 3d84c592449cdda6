"""How clearly the right class wins."""

import torch


def margin(scores: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Right score minus the highest wrong one: scores (N, C), y (N,) → (N,)."""
    raise NotImplementedError
