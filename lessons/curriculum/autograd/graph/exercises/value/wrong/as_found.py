"""hands-back-too-early: "Whoever is found first is next." A use of it may be found later."""

from math import tanh


class Value:
    """A number that remembers what it was computed from."""

    def __init__(self, data, parents=(), slopes=()):
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        slopes = (other.data, self.data)
        return Value(self.data * other.data, (self, other), slopes)

    def tanh(self):
        t = tanh(self.data)
        return Value(t, (self,), (1 - t * t,))

    def backward(self):
        self.grad = 1.0
        order = [self]
        for value in order:
            for parent in value.parents:
                if parent not in order:
                    order.append(parent)
        for value in order:
            pairs = zip(value.parents, value.slopes, strict=True)
            for parent, slope in pairs:
                parent.grad += slope * value.grad
