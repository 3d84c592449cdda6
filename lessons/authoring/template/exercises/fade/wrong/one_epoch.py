"""One pass over the data is taken for training."""


def train(model, batches, optimizer, loss_function, epochs):
    for inputs, targets in batches:
        optimizer.zero_grad()
        loss_function(model(inputs), targets).backward()
        optimizer.step()
