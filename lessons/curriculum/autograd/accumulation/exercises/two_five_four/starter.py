"""Three slopes at x = 1."""

import torch

x = torch.tensor(1.0, requires_grad=True)

(x**2).backward()
print(x.grad.item())

(x**3).backward()
print(x.grad.item())

x.grad.zero_()
(x**4).backward()
print(x.grad.item())
