"""flat-is-a-column: "Compare them, shapes will fit." Two flat lists are paired one by one."""

import torch
from torch import Tensor


def one_hot(labels: Tensor, classes: int) -> Tensor:
    return (labels == torch.arange(classes)).float()
