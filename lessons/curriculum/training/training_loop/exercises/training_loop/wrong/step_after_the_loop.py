"""step-outside-loop: "One step an epoch." There is one for each batch."""

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
            right = model(other_images).argmax(dim=1) == other_digits
        shares.append(right.float().mean().item())
    return shares
