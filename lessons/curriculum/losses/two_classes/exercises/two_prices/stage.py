"""The loss with its gradient, and a detector trained with it."""

import torch


def measured(module, logits, targets, miss, alarm):
    """The loss and its gradient for each logit, None where it has no graph."""
    logits = logits.clone().requires_grad_()
    loss = module.priced(logits, targets, miss, alarm)
    if getattr(loss, "requires_grad", False):
        loss.backward()
    return {"loss": loss.detach(), "gradient": logits.grad}


def trained(module, inputs, targets, miss, alarm):
    """The share of the targets 1 that one neuron finds after 80 steps."""
    neuron = torch.nn.Linear(1, 1)
    optimizer = torch.optim.Adam(neuron.parameters(), lr=0.1)
    for _ in range(80):
        optimizer.zero_grad()
        module.priced(neuron(inputs), targets, miss, alarm).backward()
        optimizer.step()
    with torch.no_grad():
        return (neuron(inputs)[targets == 1] > 0).float().mean().item()
