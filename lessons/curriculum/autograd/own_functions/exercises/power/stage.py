"""The learner's `Power` at work."""

import torch


def slopes(module, x, n, after):
    """The gradient of Σ after · xⁿ, and what came out."""
    x = x.clone().requires_grad_()
    powers = module.Power.apply(x, n)
    (powers * after).sum().backward()
    return {"value": powers.detach(), "gradient": x.grad}


def verdict(module, x, n):
    """What gradcheck says."""
    x = x.double().requires_grad_()
    check = torch.autograd.gradcheck
    return bool(check(lambda x: module.Power.apply(x, n), (x,), raise_exception=False))
