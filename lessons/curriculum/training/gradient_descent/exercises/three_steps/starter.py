"""Down the parabola θ², from 10."""

import torch

theta = torch.tensor(10.0, requires_grad=True)
for _ in range(3):
    loss = theta**2
    loss.backward()
    with torch.no_grad():
        theta -= 0.1 * theta.grad
    print(f"{theta.item():.2f}")
