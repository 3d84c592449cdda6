"""tail-takes-care-of-itself: "Only full windows make a step." The last batches make none."""

from torch.nn.functional import cross_entropy


def one_epoch(model, optimizer, batches, parts):
    for first in range(0, len(batches) - parts + 1, parts):
        window = batches[first : first + parts]
        images_in_it = sum(len(images) for images, _ in window)
        optimizer.zero_grad()
        for images, classes in window:
            loss = cross_entropy(model(images), classes, reduction="sum")
            (loss / images_in_it).backward()
        optimizer.step()
