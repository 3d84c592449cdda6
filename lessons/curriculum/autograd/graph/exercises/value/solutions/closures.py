"""Each value keeps a function that hands its gradient back; whoever has no uses left is next."""

import math
from collections import Counter


class Value:
    def __init__(self, data, parents=()):
        self.data, self.grad, self.parents = data, 0.0, parents
        self.hand_back = lambda: None

    def __add__(self, other):
        out = Value(self.data + other.data, (self, other))

        def hand_back():
            self.grad += out.grad
            other.grad += out.grad

        out.hand_back = hand_back
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data, (self, other))

        def hand_back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.hand_back = hand_back
        return out

    def tanh(self):
        out = Value(math.tanh(self.data), (self,))

        def hand_back():
            self.grad += out.grad / math.cosh(self.data) ** 2

        out.hand_back = hand_back
        return out

    def backward(self):
        uses, found = Counter(), [self]
        for value in found:
            for parent in value.parents:
                if parent not in uses:
                    found.append(parent)
                uses[parent] += 1
        self.grad, ready = 1.0, [self]
        while ready:
            value = ready.pop()
            value.hand_back()
            for parent in value.parents:
                uses[parent] -= 1
                if uses[parent] == 0:
                    ready.append(parent)
