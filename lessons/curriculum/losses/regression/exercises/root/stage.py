"""The loss with its gradient, and a training that meets perfect batches."""

import torch


def measured(module, prediction, target):
    """The loss, its gradient (None where it has no graph), and whether `where` gave it."""
    prediction = prediction.clone().requires_grad_()
    loss = module.rmse(prediction, target)
    if getattr(loss, "requires_grad", False):
        loss.backward()
    return {
        "loss": loss.detach(),
        "gradient": prediction.grad,
        "where": type(loss.grad_fn).__name__.startswith("Where"),
    }


def price(module, tickets, start):
    """The price of a ticket, found from receipts at 3 each, one receipt a step."""
    weight = torch.tensor([start], requires_grad=True)
    for amount in tickets:
        weight.grad = None
        module.rmse(weight * amount, 3 * amount.reshape(1)).backward()
        with torch.no_grad():
            weight -= weight.grad / 16
    return weight.item()
