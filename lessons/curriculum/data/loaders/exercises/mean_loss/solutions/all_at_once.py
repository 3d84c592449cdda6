"""Collect the answers, and ask for the loss once: its mean is over all samples then."""

import torch


@torch.no_grad()
def mean_loss(model, loader, loss):
    model.eval()
    pairs = [(model(inputs), targets) for inputs, targets in loader]
    answers, truths = (torch.cat(parts) for parts in zip(*pairs, strict=True))
    return loss(answers, truths).item()
