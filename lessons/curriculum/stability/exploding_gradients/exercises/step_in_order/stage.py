"""A small model and its optimiser, and some steps of them."""

import torch


def stepped(module, weight, batches, lr, limit):
    """The weights after each step, and what each step gave back."""
    model = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False)
    with torch.no_grad():
        model.weight.copy_(weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    weights, norms = [], []
    for images, digits in batches:
        norm = module.train_step(model, optimizer, images, digits, limit)
        weights.append(model.weight.detach().clone())
        norms.append(None if norm is None else float(norm))
    return {"weights": weights, "norms": norms}
