"""The step is taken before there is a gradient to follow."""


def train(model, batches, optimizer, loss_function, epochs):
    for _ in range(epochs):
        for inputs, targets in batches:
            optimizer.zero_grad()
            optimizer.step()
            loss_function(model(inputs), targets).backward()
