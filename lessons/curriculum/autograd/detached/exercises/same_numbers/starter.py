"""One tensor, looked at in three ways."""

import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)

y = x.detach()
y[0] = 9.0
print(x[0].item())

z = x.detach().clone()
z[1] = 7.0
print(x[1].item())

print(x.requires_grad, y.requires_grad, z.requires_grad)
