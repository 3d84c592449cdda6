"""What the loss tells the scores."""


def slope(module, scores, targets):
    """The gradient of the loss for each score; None where the loss has no graph."""
    scores = scores.clone().requires_grad_()
    loss = module.cross_entropy(scores, targets)
    if not getattr(loss, "requires_grad", False):
        return None
    loss.backward()
    return scores.grad
