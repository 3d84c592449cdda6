"""mean-of-batch-means: "Divide by the number of parts." A small batch counts like a large one."""

from torch.nn.functional import cross_entropy


def one_epoch(model, optimizer, batches, parts):
    optimizer.zero_grad()
    for number, (images, classes) in enumerate(batches, start=1):
        (cross_entropy(model(images), classes) / parts).backward()
        if number % parts == 0 or number == len(batches):
            optimizer.step()
            optimizer.zero_grad()
