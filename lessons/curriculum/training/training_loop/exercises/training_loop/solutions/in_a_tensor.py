"""The shares in a tensor that is there from the start."""

import torch
from torch.nn.functional import cross_entropy


def train(model, optimizer, batches, others, epochs):
    shares = torch.zeros(epochs)
    for epoch in range(epochs):
        model.train()
        for images, digits in batches:
            optimizer.zero_grad()
            cross_entropy(model(images), digits).backward()
            optimizer.step()
        model.eval()
        with torch.inference_mode():
            right = model(others[0]).argmax(dim=1) == others[1]
        shares[epoch] = right.float().mean()
    return shares
