"""hands-back-too-early: "Whoever gets a gradient passes it on." Some of it twice."""

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
        self.hand_back()

    def hand_back(self):
        pairs = zip(self.parents, self.slopes, strict=True)
        for parent, slope in pairs:
            parent.grad += slope * self.grad
            parent.hand_back()
