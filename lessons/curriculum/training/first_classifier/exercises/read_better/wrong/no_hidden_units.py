"""One layer: "Fewer weights are easier to get right." At this rate it stays near 93 in 100."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def train(images, digits, seed):
    torch.manual_seed(seed)
    model = nn.Linear(64, 10)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(40):
        for batch in torch.randperm(len(images)).split(32):
            loss = cross_entropy(model(images[batch]), digits[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
