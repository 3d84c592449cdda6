"""more-epochs-are-enough: "Train the small network for longer." It has no more to give."""

import torch
from answers.loop_blank_page import train
from torch import nn


def reader(images, digits, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batches = list(zip(images.split(64), digits.split(64), strict=True))
    train(model, optimizer, batches, (images[:100], digits[:100]), epochs=30)
    return model.eval()
