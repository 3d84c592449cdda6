"""New values after every step, which have never had a gradient."""

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
    loss = Value(0.0)
    for (x, y), target in zip(points, targets, strict=True):
        error = net.score(x, y).tanh() + Value(-target)
        loss = loss + error * error * Value(1 / len(points))
    loss.backward()
    net.units = [[Value(w.data - lr * w.grad) for w in unit] for unit in net.units]
    net.bias = Value(net.bias.data - lr * net.bias.grad)
    return loss.data
