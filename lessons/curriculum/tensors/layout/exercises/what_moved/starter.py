"""Three ways to look at six numbers, and then one of them changes."""

import torch

x = torch.arange(6).reshape(2, 3)
turned = x.T
cut = x.view(3, 2)
flat = x.T.reshape(6)
x[0, 1] = 10
print(turned.tolist())
print(cut.tolist())
print(flat.tolist())
