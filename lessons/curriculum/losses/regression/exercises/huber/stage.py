"""How hard each prediction is pulled."""


def slope(module, prediction, target, delta):
    """The gradient of the loss for each prediction; None where the loss has no graph."""
    prediction = prediction.clone().requires_grad_()
    loss = module.huber(prediction, target, delta)
    if not getattr(loss, "requires_grad", False):
        return None
    loss.backward()
    return prediction.grad
