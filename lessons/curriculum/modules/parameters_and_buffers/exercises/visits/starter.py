"""Who is visited, and when."""

from torch import nn

net = nn.Sequential(
    nn.Linear(4, 3),
    nn.Sequential(nn.ReLU(), nn.Linear(3, 2)),
)


def visit(module):
    print(type(module).__name__)


net.apply(visit)
