"""Gradients may be forgotten at the end of a step as well as at its beginning."""


def train(model, batches, optimizer, loss_function, epochs):
    """Train a model for some epochs."""
    optimizer.zero_grad()
    for _epoch in range(epochs):
        for inputs, targets in batches:
            loss_function(model(inputs), targets).backward()
            optimizer.step()
            optimizer.zero_grad()
