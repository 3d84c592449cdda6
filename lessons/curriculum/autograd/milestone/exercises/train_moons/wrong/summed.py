"""sum-for-mean: "A loss is the sum of its parts." Then the rate hangs on their number."""

from answers.value import Value


class Net:
    def __init__(self, units, bias):
        self.units = [[Value(one) for one in unit] for unit in units]
        self.bias = Value(bias)

    def weights(self):
        units = [value for unit in self.units for value in unit]
        return [*units, self.bias]

    def score(self, x, y):
        total = self.bias
        for along_x, along_y, shift, adds in self.units:
            inside = along_x * Value(x) + along_y * Value(y) + shift
            total = total + adds * inside.tanh()
        return total


def step(net, points, targets, lr):
    for weight in net.weights():
        weight.grad = 0.0
    loss = Value(0.0)
    for (x, y), target in zip(points, targets, strict=True):
        error = net.score(x, y).tanh() + Value(-target)
        loss = loss + error * error
    loss.backward()
    for weight in net.weights():
        weight.data -= lr * weight.grad
    return loss.data
