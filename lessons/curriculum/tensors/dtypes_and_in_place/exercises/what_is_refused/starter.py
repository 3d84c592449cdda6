"""Five attempts. Which of them are refused?"""

import torch
from torch.nn.functional import cross_entropy


def attempt(action):
    try:
        print(action())
    except RuntimeError:
        print("refused")


counts = torch.tensor([2, 3])
weight = torch.tensor([1.0, 2.0], requires_grad=True)
scores = torch.zeros(2, 4)

attempt(lambda: counts / 2)
attempt(lambda: counts.mul_(0.5))
attempt(lambda: torch.tensor([1.9, -1.9]).long())
attempt(lambda: weight.add_(1))
attempt(lambda: cross_entropy(scores, torch.tensor([0.0, 3.0])))
