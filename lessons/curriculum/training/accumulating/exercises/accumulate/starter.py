"""One epoch in windows of several batches."""

from torch.nn.functional import cross_entropy


def one_epoch(model, optimizer, batches, parts):
    """One update from every `parts` batches.

    Each batch is a pair of images and classes.
    """
    for number, (images, classes) in enumerate(batches, start=1):
        loss = cross_entropy(model(images), classes)
        loss.backward()
        if number % parts == 0:
            optimizer.step()
            optimizer.zero_grad()
