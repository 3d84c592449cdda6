"""softmax-twice: "A network ends in softmax." Then the loss flattens its answers once more."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def train(images, digits, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10), nn.Softmax(dim=1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(20):
        for batch in torch.randperm(len(images)).split(32):
            loss = cross_entropy(model(images[batch]), digits[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model.eval()
