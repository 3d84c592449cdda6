"""A network that reads digits, trained by a loop of your own."""

import torch
from answers.loop_blank_page import train
from torch import nn


def reader(images, digits, seed):
    """A trained network, in evaluation mode.

    Images (N, 1, 8, 8) go in, scores (N, 10) come out.
    """
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Flatten(),
        nn.Linear(64, 32),
        nn.ReLU(),
        nn.Linear(32, 10),
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batches = list(zip(images.split(64), digits.split(64), strict=True))
    others = images[:100], digits[:100]
    shares = train(model, optimizer, batches, others, epochs=10)
    print("of what it learns from:", [f"{share:.2f}" for share in shares])
    return model.eval()
