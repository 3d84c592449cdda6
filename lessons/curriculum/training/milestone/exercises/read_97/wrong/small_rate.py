"""A small rate is taken for a safe rate: after ten epochs it has hardly begun."""

import torch
from answers.loop_blank_page import train
from torch import nn


def reader(images, digits, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
    batches = list(zip(images.split(64), digits.split(64), strict=True))
    train(model, optimizer, batches, (images[:100], digits[:100]), epochs=10)
    return model.eval()
