"""A logit times +1 or −1 is the logit of what is true."""

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid


def priced(
    logits: Tensor,
    targets: Tensor,
    miss: float,
    alarm: float,
) -> Tensor:
    of_the_truth = torch.where(targets == 1, logits, -logits)
    price = torch.where(targets == 1, miss, alarm)
    return (-price * logsigmoid(of_the_truth)).mean()
