"""Forgets at the top of the step, uses the loss as an object, and counts the right answers."""

import torch
from torch import nn


def train(model, optimizer, batches, others, epochs):
    measure = nn.CrossEntropyLoss()
    shares = []
    while len(shares) < epochs:
        model.train()
        for images, digits in batches:
            optimizer.zero_grad()
            measure(model(images), digits).backward()
            optimizer.step()
        model.eval()
        with torch.inference_mode():
            guesses = model(others[0]).max(dim=1).indices
        shares.append((guesses == others[1]).sum().item() / len(others[1]))
    return shares
