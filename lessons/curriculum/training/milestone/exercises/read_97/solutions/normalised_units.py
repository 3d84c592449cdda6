"""One convolution with batch normalisation, pooled, and hidden units after it."""

import torch
from answers.loop_blank_page import train
from torch import nn


def reader(images, digits, seed):
    """A trained network: images (N, 1, 8, 8) in, scores (N, 10) out, in evaluation mode."""
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(32 * 16, 64),
        nn.BatchNorm1d(64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    order = torch.randperm(len(images))
    batches = [(images[part], digits[part]) for part in order.split(32)]
    train(model, optimizer, batches, (images[:100], digits[:100]), epochs=15)
    return model.eval()
