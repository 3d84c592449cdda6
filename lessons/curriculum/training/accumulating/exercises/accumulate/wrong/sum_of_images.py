"""sum-for-mean: "A sum over the images, that is what adds up." Nobody divides it by their number."""

from torch.nn.functional import cross_entropy


def one_epoch(model, optimizer, batches, parts):
    optimizer.zero_grad()
    for number, (images, classes) in enumerate(batches, start=1):
        cross_entropy(model(images), classes, reduction="sum").backward()
        if number % parts == 0 or number == len(batches):
            optimizer.step()
            optimizer.zero_grad()
