"""Gradients are believed to be forgotten by themselves."""


def train(model, batches, optimizer, loss_function, epochs):
    for _ in range(epochs):
        for inputs, targets in batches:
            loss_function(model(inputs), targets).backward()
            optimizer.step()
