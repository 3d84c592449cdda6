"""Weights with gradients, and what a step makes of them."""

import torch


def stepped(module, starts, gradients, lr):
    """The weights after one step, and what became of them as leaves of the graph."""
    weights = [start.clone().requires_grad_() for start in starts]
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = None if gradient is None else gradient.clone()
    handed = list(weights)
    module.descend(handed, lr)
    return {
        "weights": [weight.detach() for weight in weights],
        "handed": [weight.detach() for weight in handed],
        "leaves": [weight.is_leaf and weight.requires_grad for weight in weights],
    }


def walked(module, start, curvatures, lr, steps):
    """Every place on a way down the bowl ½ Σ c θ²."""
    theta = start.clone().requires_grad_()
    places = []
    for _ in range(steps):
        theta.grad = None
        (0.5 * curvatures * theta**2).sum().backward()
        module.descend([theta], lr)
        places.append(theta.detach().clone())
    return torch.stack(places)
