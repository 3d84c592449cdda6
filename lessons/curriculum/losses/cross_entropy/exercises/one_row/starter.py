"""Four rows of the same three scores, and two losses."""

import torch
from torch.nn.functional import cross_entropy, nll_loss

scores = torch.tensor(
    [
        [2.0, 1.0, 0.1],
        [1.0, 2.0, 0.1],
        [1.0, 0.1, 2.0],
        [2.0, 1.0, 0.1],
    ]
)
targets = torch.tensor([0, 1, 2, 0])
print(f"{cross_entropy(scores, targets):.2f}")
print(f"{nll_loss(scores.softmax(dim=1), targets):.2f}")
print(f"{nll_loss(scores.log_softmax(dim=1), targets):.2f}")
