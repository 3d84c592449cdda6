"""forgets-the-bend: "A step is the slope." That is gradient descent, with a rate of 1."""

import torch


def newton_step(f, x):
    x = torch.tensor(x, requires_grad=True)
    f(x).backward()
    return (x - x.grad).item()
