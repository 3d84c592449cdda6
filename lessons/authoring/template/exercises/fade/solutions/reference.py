"""One step after the other, as in every training loop."""


def train(model, batches, optimizer, loss_function, epochs):
    """Train a model for some epochs."""
    for _ in range(epochs):
        for inputs, targets in batches:
            # subgoal: forget the old gradients
            optimizer.zero_grad()

            # subgoal: guess and measure
            guess = model(inputs)
            loss = loss_function(
                guess,
                targets,
            )

            # subgoal: find out who is to blame
            loss.backward()

            # subgoal: take a step
            optimizer.step()
