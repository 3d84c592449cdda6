"""The loss is collected in the place of the share of right answers."""

import torch
from torch.nn.functional import cross_entropy


def train(model, optimizer, batches, others, epochs):
    """Train on all batches in every epoch.

    Gives back the share of the other images that is read right after each epoch.
    """
    other_images, other_digits = others
    shares = []
    for _ in range(epochs):
        model.train()
        for images, digits in batches:
            scores = model(images)
            loss = cross_entropy(scores, digits)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            loss = cross_entropy(model(other_images), other_digits)
        shares.append(loss.item())
    return shares
