"""A slope, before and after it was asked for."""

import torch

x = torch.tensor(-1.0, requires_grad=True)
y = x**2 + 3 * x + 1
print(x.grad)
y.backward()
print(x.grad.item())
print(y.item())
