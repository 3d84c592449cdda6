"""The network is built and never trained."""

import torch
from answers.loop_blank_page import train
from torch import nn


def reader(images, digits, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Conv2d(1, 16, 3), nn.ReLU(), nn.Flatten(), nn.Linear(576, 10))
    return model.eval()
