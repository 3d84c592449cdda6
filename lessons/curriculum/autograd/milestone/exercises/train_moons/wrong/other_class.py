"""There is no minus, so plus. Now every answer is drawn to the other class."""

from answers.value import Value


class Net:
    def __init__(self, units, bias):
        self.units = [[Value(number) for number in unit] for unit in units]
        self.bias = Value(bias)

    def weights(self):
        return [value for unit in self.units for value in unit] + [self.bias]

    def score(self, x, y):
        total = self.bias
        for along_x, along_y, shift, adds in self.units:
            total = total + adds * (along_x * Value(x) + along_y * Value(y) + shift).tanh()
        return total


def step(net, points, targets, lr):
    for weight in net.weights():
        weight.grad = 0.0
    loss = Value(0.0)
    for (x, y), target in zip(points, targets, strict=True):
        error = net.score(x, y).tanh() + Value(target)
        loss = loss + error * error * Value(1 / len(points))
    loss.backward()
    for weight in net.weights():
        weight.data -= lr * weight.grad
    return loss.data
