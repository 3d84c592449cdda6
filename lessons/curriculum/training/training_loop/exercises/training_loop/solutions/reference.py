"""The loop as everybody writes it: each line does one thing, and the comments say which."""

import torch
from torch.nn.functional import cross_entropy


def train(model, optimizer, batches, others, epochs):
    """Train on all batches in every epoch.

    Each batch is a pair of images and digits. After each epoch the
    model reads `others`, one such pair that no step learns from.
    Gives back the share of them that it reads right, for each epoch.
    """
    other_images, other_digits = others
    shares = []
    for _ in range(epochs):
        # subgoal: set training mode
        model.train()
        # subgoal: go through all batches
        for images, digits in batches:
            # subgoal: score the images
            scores = model(images)
            # subgoal: measure the loss
            loss = cross_entropy(scores, digits)
            # subgoal: forget the last gradient
            optimizer.zero_grad()
            # subgoal: find which way is up
            loss.backward()
            # subgoal: take one step down
            optimizer.step()
        # subgoal: see how it does on other images
        model.eval()
        with torch.no_grad():
            right = model(other_images).argmax(dim=1) == other_digits
        shares.append(right.float().mean().item())
    return shares
