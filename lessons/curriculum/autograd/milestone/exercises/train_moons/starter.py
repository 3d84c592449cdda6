"""A classifier that runs on your own engine."""

from answers.value import Value


class Net:
    """Points to scores: above 0 means the lower moon."""

    def __init__(self, units, bias):
        """`units`: for each, its weights for x and y, its bias, and what it adds."""
        self.units = [[Value(number) for number in unit] for unit in units]
        self.bias = Value(bias)

    def weights(self):
        """Every value that training may change."""
        return [value for unit in self.units for value in unit] + [self.bias]

    def score(self, x, y):
        """The net's answer for the point (x, y), a Value."""
        total = self.bias
        for along_x, along_y, shift, adds in self.units:
            total = total + adds * (along_x * Value(x) + along_y * Value(y) + shift).tanh()
        return total


def step(net, points, targets, lr):
    """One step of gradient descent; returns the loss before it, a float.

    `points` is a list of pairs (x, y), and `targets` has a −1.0 or 1.0 for each. The loss is the
    mean over all points of (tanh(score) − target)².
    """
    raise NotImplementedError
