"""The learner's `Sign` at work."""


def signed(module, x, after):
    """What came out, and the gradient of Σ after · sign(x)."""
    x = x.clone().requires_grad_()
    signs = module.Sign.apply(x)
    (signs * after).sum().backward()
    return {"signs": signs.detach(), "gradient": x.grad}
