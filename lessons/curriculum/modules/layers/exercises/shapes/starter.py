"""One input, four layers."""

import torch
from torch import nn

x = torch.zeros(5, 2, 3, 4)

print(tuple(nn.Flatten()(x).shape))
print(tuple(nn.Flatten(2)(x).shape))
print(tuple(nn.Linear(4, 7)(x).shape))
print(tuple(nn.AdaptiveAvgPool2d(1)(x).shape))
