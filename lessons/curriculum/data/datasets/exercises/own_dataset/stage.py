"""The learner's data set, asked as a DataLoader asks it."""

import torch
from torch.utils.data import DataLoader


def counted(module, images, labels):
    """Length, without and with a change."""
    changed = module.Pictures(images, labels, lambda image: image + 1)
    return [len(module.Pictures(images, labels)), len(changed)]


def read(module, images, labels, batch_size):
    """Every batch that a loader makes, without a change: images and labels."""
    loader = DataLoader(module.Pictures(images, labels), batch_size=batch_size)
    return [list(batch) if isinstance(batch, (list, tuple)) else [batch] for batch in loader]


def asked(module, images, labels, index):
    """One sample asked for three times; each call adds 1 more than the one before."""
    calls = []

    def change(image):
        calls.append(tuple(image.shape))
        return image + len(calls)

    pictures = module.Pictures(images, labels, change)
    before = len(calls)
    samples = [pictures[index] for _ in range(3)]
    return {
        "before": before,
        "shapes": [list(shape) for shape in calls],
        "images": torch.stack([sample[0] for sample in samples]),
        "labels": torch.stack([torch.as_tensor(sample[1]) for sample in samples]),
    }


def in_place(module, images, labels, index):
    """One sample asked for twice, with a change that writes into what it is given."""
    pictures = module.Pictures(images.clone(), labels, lambda image: image.add_(1))
    return [pictures[index][0].clone() for _ in range(2)]
