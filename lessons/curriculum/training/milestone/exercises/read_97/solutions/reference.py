"""Two convolutions with batch normalisation, Adam, fifteen epochs."""

import torch
from answers.loop_blank_page import train
from torch import nn


def reader(images, digits, seed):
    """A trained network: images (N, 1, 8, 8) in, scores (N, 10) out, in evaluation mode."""
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 16, 3, padding=1),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(256, 10),
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    batches = list(zip(images.split(32), digits.split(32), strict=True))
    train(model, optimizer, batches, (images[:100], digits[:100]), epochs=15)
    return model.eval()
