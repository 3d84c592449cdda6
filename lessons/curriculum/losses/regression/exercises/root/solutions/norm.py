"""The length of the vector of errors: PyTorch gives it the slope 0 at 0."""

import torch
from torch import Tensor


def rmse(prediction: Tensor, target: Tensor) -> Tensor:
    errors = prediction - target
    return torch.linalg.vector_norm(errors) / errors.numel() ** 0.5
