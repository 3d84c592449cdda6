"""Looks at the other images piece by piece, as one does where they do not fit into memory."""

import torch
import torch.nn.functional as F


def train(model, optimizer, batches, others, epochs):
    return [epoch(model, optimizer, batches, others) for _ in range(epochs)]


def epoch(model, optimizer, batches, others):
    model.train()
    for images, digits in batches:
        model.zero_grad()
        F.nll_loss(F.log_softmax(model(images), dim=-1), digits).backward()
        optimizer.step()
    right = 0
    model.eval()
    with torch.set_grad_enabled(False):
        for images, digits in zip(others[0].split(16), others[1].split(16), strict=True):
            right += int((model(images).argmax(dim=-1) == digits).sum())
    return right / len(others[1])
