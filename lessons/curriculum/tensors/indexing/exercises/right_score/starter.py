"""How clearly the right class wins."""

import torch


def margin(scores: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Right score minus highest wrong one: (N, C), y (N,) → (N,)."""
    raise NotImplementedError
