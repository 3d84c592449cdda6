"""Cuts the epoch into windows; every batch adds its share of the mean over the window."""

from torch.nn.functional import cross_entropy


def one_epoch(model, optimizer, batches, parts):
    """One update from every `parts` batches; each batch is a pair of images and classes."""
    for first in range(0, len(batches), parts):
        window = batches[first : first + parts]
        images_in_it = sum(len(images) for images, _ in window)
        optimizer.zero_grad()
        for images, classes in window:
            loss = cross_entropy(model(images), classes, reduction="sum")
            (loss / images_in_it).backward()
        optimizer.step()
