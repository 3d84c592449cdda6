"""A sum of numbers has no graph, and trains nothing."""

from answers.from_scores import cross_entropy
from answers.huber import huber
from torch import Tensor


def both(
    output: Tensor,
    digits: Tensor,
    ink: Tensor,
    share: float,
) -> Tensor:
    import torch

    number = cross_entropy(output[:, :10], digits).item()
    return torch.tensor(number + share * huber(output[:, 10], ink, 1.0).item())
