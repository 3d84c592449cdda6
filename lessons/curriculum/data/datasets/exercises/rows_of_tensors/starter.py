"""Five samples of two features each, and their labels."""

import torch
from torch.utils.data import TensorDataset

x = torch.arange(10).reshape(5, 2)
y = torch.tensor([7, 3, 1, 9, 4])
ds = TensorDataset(x, y)

print(len(ds))
print(len(ds[0]))
print(ds[3][1].item())
print(tuple(ds[1:3][0].shape))
