"""Five layers, three times."""

from torch import nn


class Box(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = layers

    def count(self):
        return sum(one.numel() for one in self.parameters())


layer = nn.Linear(10, 10)
print(Box([nn.Linear(10, 10) for _ in range(5)]).count())
print(Box(nn.ModuleList(nn.Linear(10, 10) for _ in range(5))).count())
print(Box(nn.ModuleList([layer] * 5)).count())
