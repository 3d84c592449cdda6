"""Highest score minus the logarithm of the sum: a softmax only for the winner."""

import torch


def how_sure(scores: torch.Tensor) -> torch.Tensor:
    return (scores.amax(-1) - scores.logsumexp(-1)).exp()
