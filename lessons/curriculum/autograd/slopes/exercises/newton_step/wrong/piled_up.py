"""gradients-replace: "The second `backward()` writes the bend." It adds it to the slope."""

import torch


def newton_step(f, x):
    place = torch.tensor(x, requires_grad=True)
    f(place).backward(create_graph=True)
    slope = place.grad.clone()
    slope.backward()
    return (place - slope / place.grad).item()
