"""measures-in-training-mode: "It is trained, that is all." With dropout it answers by lot."""

import torch
from answers.loop_blank_page import train
from torch import nn


def reader(images, digits, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 64), nn.ReLU(), nn.Dropout(), nn.Linear(64, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    batches = list(zip(images.split(64), digits.split(64), strict=True))
    train(model, optimizer, batches, (images[:100], digits[:100]), epochs=3)
    return model.train()
